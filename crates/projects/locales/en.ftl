project-recorded =
    { $kind ->
        [GOOD_PRACTICE] { $lead ->
            [known] The good practice “{ $subject }” of { $leadCity } entered the record
           *[other] The good practice “{ $subject }” entered the record
        }
       *[other] { $lead ->
            [known] The project “{ $subject }”, led by { $leadCity }, entered the record
           *[other] The project “{ $subject }” entered the record
        }
    }
project-corrected =
    { $kind ->
        [GOOD_PRACTICE] { $lead ->
            [known] What is known of the good practice “{ $subject }” of { $leadCity } was corrected
           *[other] What is known of the good practice “{ $subject }” was corrected
        }
       *[other] { $lead ->
            [known] What is known of the project “{ $subject }”, led by { $leadCity }, was corrected
           *[other] What is known of the project “{ $subject }” was corrected
        }
    }
update-recorded = The project “{ $project }” published “{ $subject }”
project-started = { $party } started the project “{ $subject }”
project-updated = What is said of the project “{ $subject }” was changed
project-proposed = The project “{ $subject }” was put to the network
project-launched = The project “{ $subject }” got under way
project-completed = The project “{ $subject }” was completed
project-abandoned = The project “{ $subject }” was given up
partner-invited = { $party } was invited to the project “{ $subject }”
partner-invitation-withdrawn = The invitation of { $party } to the project “{ $subject }” was taken back
partner-declined = { $party } declined to take part in the project “{ $subject }”
partner-joined = { $party } joined the project “{ $subject }”
partner-left = { $party } left the project “{ $subject }”
partner-interested = { $party } would like to take part in the project “{ $subject }”
partner-interest-withdrawn = { $party } takes back its interest in the project “{ $subject }”
partner-interest-declined = The interest of { $party } in the project “{ $subject }” was declined
lead-offered = { $party } was asked to lead the project “{ $subject }”
lead-withdrawn = { $party } is not asked any more to lead the project “{ $subject }”
lead-declined = { $party } declined to lead the project “{ $subject }”
lead-changed = { $party } took over the lead of the project “{ $subject }”
milestone-added = The project “{ $project }” set itself the milestone “{ $subject }”
milestone-changed = The milestone “{ $subject }” of the project “{ $project }” was changed
milestone-reached = The project “{ $project }” reached the milestone “{ $subject }”
milestone-removed = The project “{ $subject }” dropped a milestone
update-published = The project “{ $project }” published “{ $subject }”
update-edited = “{ $subject }”, news of the project “{ $project }”, was edited
update-removed = The project “{ $subject }” removed news that it had published
need-added =
    { $kind ->
        [OFFER] The project “{ $subject }” has something to give
       *[other] The project “{ $subject }” looks for something
    }
need-met =
    { $kind ->
        [OFFER] The project “{ $subject }” has given what it had to give
       *[other] The project “{ $subject }” has found what it looked for
    }
need-removed =
    { $kind ->
        [OFFER] The project “{ $subject }” no longer gives what it had to give
       *[other] The project “{ $subject }” no longer looks for something
    }
documents-changed = The documents of the project “{ $subject }” were changed
budget-changed = The public figures of the project “{ $subject }” were changed
