city-recorded = { $subject } a été inscrite au registre
city-corrected = Les informations sur { $subject } ont été corrigées
theme-recorded = Le thème « { $subject } » a été inscrit au registre
theme-corrected = Le thème « { $subject } » a été corrigé
city-invited = { $subject } a été invitée à rejoindre le réseau
city-declined = { $subject } a décliné l’invitation à rejoindre le réseau
city-applied = { $subject } a demandé à rejoindre le réseau
city-admitted = { $subject } a rejoint le réseau
city-refused = La candidature de { $subject } a été refusée
city-suspended = L’adhésion de { $subject } a été suspendue
city-reinstated = { $subject } est de nouveau membre à part entière
city-left = { $subject } a quitté le réseau
city-updated = { $what ->
    [sites] Les sites industriels de { $subject } ont été mis à jour
    [website] L’adresse web de { $subject } a été mise à jour
    [population] La population de { $subject } a été mise à jour
    [languages] Les langues de travail de { $subject } ont été mises à jour
    [contacts] Les contacts de { $subject } ont été mis à jour
   *[several] La page de { $subject } a été mise à jour
 }
