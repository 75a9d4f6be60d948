organisation-recorded = { $subject } entered the record
organisation-corrected = What is known of { $subject } was corrected
person-joined = { $subject } joined the hub
person-updated = { $subject } changed what is said of them
person-erased = Someone was erased, as they asked
person-signed-out = { $subject } signed out
person-followed = { $subject } follows { $followed } now
person-unfollowed = { $subject } does not follow { $followed } any more
mandate-granted = { $person } acts for { $party ->
    [secretariat] the secretariat
   *[other] { $party }
 } now
mandate-limited = The mandate of { $person } for { $party ->
    [secretariat] the secretariat
   *[other] { $party }
 } was limited
mandate-ended = { $person } acts for { $party ->
    [secretariat] the secretariat
   *[other] { $party }
 } no longer
mandate-expired = The mandate of { $person } for { $party ->
    [secretariat] the secretariat
   *[other] { $party }
 } came to its end
invitation-sent = Someone was invited to act for { $party ->
    [secretariat] the secretariat
   *[other] { $party }
 }
invitation-withdrawn = An invitation to act for { $party ->
    [secretariat] the secretariat
   *[other] { $party }
 } was taken back
token-created = { $person } made a token for a program
token-revoked = A token of { $person } was ended
