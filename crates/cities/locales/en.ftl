city-recorded = { $subject } entered the record
city-corrected = What is known of { $subject } was corrected
theme-recorded = The theme “{ $subject }” entered the record
theme-corrected = The theme “{ $subject }” was corrected
