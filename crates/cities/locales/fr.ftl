city-recorded = { $subject } a été inscrite au registre
city-corrected = Les informations sur { $subject } ont été corrigées
theme-recorded = Le thème « { $subject } » a été inscrit au registre
theme-corrected = Le thème « { $subject } » a été corrigé
