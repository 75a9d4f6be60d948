# What the pages say; what is missing here is said in English.
