city-recorded = { $subject } entered the record
city-corrected = What is known of { $subject } was corrected
theme-recorded = The theme “{ $subject }” entered the record
theme-corrected = The theme “{ $subject }” was corrected
city-invited = { $subject } was invited to join the network
city-declined = { $subject } declined the invitation to join the network
city-applied = { $subject } applied to join the network
city-admitted = { $subject } joined the network
city-refused = The application of { $subject } was refused
city-suspended = The membership of { $subject } was suspended
city-reinstated = { $subject } is a full member again
city-left = { $subject } left the network
city-updated = { $what ->
    [sites] The industrial sites of { $subject } were updated
    [website] The web address of { $subject } was updated
    [population] The population of { $subject } was updated
    [languages] The working languages of { $subject } were updated
    [contacts] The contacts of { $subject } were updated
   *[several] The page of { $subject } was updated
 }
