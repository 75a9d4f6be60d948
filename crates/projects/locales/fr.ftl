project-recorded =
    { $kind ->
        [GOOD_PRACTICE] { $lead ->
            [known] La bonne pratique « { $subject } » ({ $leadCity }) a été inscrite au registre
           *[other] La bonne pratique « { $subject } » a été inscrite au registre
        }
       *[other] { $lead ->
            [known] Le projet « { $subject } », porté par { $leadCity }, a été inscrit au registre
           *[other] Le projet « { $subject } » a été inscrit au registre
        }
    }
project-corrected =
    { $kind ->
        [GOOD_PRACTICE] { $lead ->
            [known] Les informations sur la bonne pratique « { $subject } » ({ $leadCity }) ont été corrigées
           *[other] Les informations sur la bonne pratique « { $subject } » ont été corrigées
        }
       *[other] { $lead ->
            [known] Les informations sur le projet « { $subject } », porté par { $leadCity }, ont été corrigées
           *[other] Les informations sur le projet « { $subject } » ont été corrigées
        }
    }
update-recorded = Le projet « { $project } » a publié « { $subject } »
