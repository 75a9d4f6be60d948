text-written = { $what ->
    [added] { $subject } a été traduit dans une autre langue ({ $locale })
    [title] { $subject } a changé de titre ({ $locale })
    [summary] Le résumé de { $subject } a été modifié ({ $locale })
    [description] La description de { $subject } a été modifiée ({ $locale })
    [confirmed] La traduction de { $subject } a été vérifiée ({ $locale })
   *[several] Les textes de { $subject } ont été modifiés ({ $locale })
 }
text-restored = Un texte antérieur de { $subject } a été rétabli ({ $locale })
