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
update-recorded = Le projet « { $project } » a publié « { $subject } »
project-started = { $party } a lancé l’idée du projet « { $subject } »
project-updated = La présentation du projet « { $subject } » a été modifiée
project-proposed = Le projet « { $subject } » a été proposé au réseau
project-launched = Le projet « { $subject } » a démarré
project-completed = Le projet « { $subject } » est achevé
project-abandoned = Le projet « { $subject } » a été abandonné
partner-invited = Invitation au projet « { $subject } » : { $party }
partner-invitation-withdrawn = Invitation au projet « { $subject } » retirée : { $party }
partner-declined = { $party } a décliné l’invitation au projet « { $subject } »
partner-joined = { $party } a rejoint le projet « { $subject } »
partner-left = { $party } a quitté le projet « { $subject } »
partner-interested = { $party } souhaite prendre part au projet « { $subject } »
partner-interest-withdrawn = { $party } ne souhaite plus prendre part au projet « { $subject } »
partner-interest-declined = La candidature au projet « { $subject } » n’a pas été retenue : { $party }
lead-offered = Proposition de porter le projet « { $subject } » : { $party }
lead-withdrawn = Proposition de porter le projet « { $subject } » retirée : { $party }
lead-declined = { $party } a décliné la proposition de porter le projet « { $subject } »
lead-changed = { $party } porte désormais le projet « { $subject } »
milestone-added = Le projet « { $project } » s’est fixé l’étape « { $subject } »
milestone-changed = L’étape « { $subject } » du projet « { $project } » a été modifiée
milestone-reached = Le projet « { $project } » a atteint l’étape « { $subject } »
milestone-removed = Le projet « { $subject } » a renoncé à une étape
update-published = Le projet « { $project } » a publié « { $subject } »
update-edited = L’actualité « { $subject } » du projet « { $project } » a été modifiée
update-removed = Le projet « { $subject } » a retiré une actualité
need-added =
    { $kind ->
        [OFFER] Le projet « { $subject } » a quelque chose à offrir
       *[other] Le projet « { $subject } » cherche quelque chose
    }
need-met =
    { $kind ->
        [OFFER] Le projet « { $subject } » a donné ce qu’il offrait
       *[other] Le projet « { $subject } » a trouvé ce qu’il cherchait
    }
need-removed =
    { $kind ->
        [OFFER] Le projet « { $subject } » ne propose plus ce qu’il offrait
       *[other] Le projet « { $subject } » ne cherche plus quelque chose
    }
documents-changed = Les documents du projet « { $subject } » ont été modifiés
budget-changed = Les chiffres publics du projet « { $subject } » ont été modifiés
