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
