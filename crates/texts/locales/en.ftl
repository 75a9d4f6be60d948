text-written = { $what ->
    [added] { $subject } was translated into another language ({ $locale })
    [title] { $subject } has another title ({ $locale })
    [summary] The summary of { $subject } was changed ({ $locale })
    [description] The description of { $subject } was changed ({ $locale })
    [confirmed] The translation of { $subject } was checked ({ $locale })
   *[several] The texts of { $subject } were changed ({ $locale })
 }
text-restored = An earlier text of { $subject } was restored ({ $locale })
