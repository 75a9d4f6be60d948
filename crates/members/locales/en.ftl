organisation-recorded = { $subject } entered the record
organisation-corrected = What is known of { $subject } was corrected
