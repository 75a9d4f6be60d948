organisation-recorded = L’organisation « { $subject } » a été inscrite au registre
organisation-corrected = Les informations sur l’organisation « { $subject } » ont été corrigées
person-joined = { $subject } a rejoint la plateforme
person-updated = { $subject } a modifié sa fiche
person-erased = Une personne a été effacée, à sa demande
person-signed-out = { $subject } s’est déconnecté·e
person-followed = { $subject } suit désormais { $followed }
person-unfollowed = { $subject } ne suit plus { $followed }
mandate-granted = { $person } agit désormais pour { $party ->
    [secretariat] le secrétariat
   *[other] { $party }
 }
mandate-limited = Le mandat de { $person } pour { $party ->
    [secretariat] le secrétariat
   *[other] { $party }
 } a été restreint
mandate-ended = { $person } n’agit plus pour { $party ->
    [secretariat] le secrétariat
   *[other] { $party }
 }
mandate-expired = Le mandat de { $person } pour { $party ->
    [secretariat] le secrétariat
   *[other] { $party }
 } est arrivé à son terme
invitation-sent = Une personne a été invitée à agir pour { $party ->
    [secretariat] le secrétariat
   *[other] { $party }
 }
invitation-withdrawn = Une invitation à agir pour { $party ->
    [secretariat] le secrétariat
   *[other] { $party }
 } a été retirée
token-created = { $person } a créé un jeton pour un programme
token-revoked = Un jeton de { $person } a été révoqué
