organisation-recorded = L’organisation « { $subject } » a été inscrite au registre
organisation-corrected = Les informations sur l’organisation « { $subject } » ont été corrigées
