# $host is the title of the host city, or `none`.
event-recorded = { $host ->
    [none] L’événement « { $subject } » a été inscrit au registre
   *[city] L’événement « { $subject } », accueilli par { $host }, a été inscrit au registre
}
event-corrected = Les informations sur l’événement « { $subject } » ont été corrigées
event-created = { $by ->
    [secretariat] Le secrétariat prépare l’événement « { $subject } »
   *[party] { $party } prépare l’événement « { $subject } »
}
event-announced = { $host ->
    [none] L’événement « { $subject } » a été annoncé
   *[city] L’événement « { $subject } », accueilli par { $host }, a été annoncé
}
event-cancelled = L’événement « { $subject } » a été annulé
series-recorded = La série d’événements « { $subject } » a été inscrite au registre
series-corrected = Les informations sur la série d’événements « { $subject } » ont été corrigées
event-edited = Les informations sur l’événement « { $subject } » ont été modifiées
event-postponed = { $days ->
    [known] L’événement « { $subject } » a été reporté à une date ultérieure
   *[unknown] L’événement « { $subject } » a été reporté ; ses nouvelles dates ne sont pas encore connues
}
event-held = { $host ->
    [none] L’événement « { $subject } » a eu lieu
   *[city] L’événement « { $subject } » a eu lieu ({ $host })
}
event-results = Les résultats de l’événement « { $subject } » ont été publiés
host-accepted = { $party } a accepté d’accueillir l’événement « { $subject } »
host-declined = { $party } n’accueille pas l’événement « { $subject } »
organiser-joined = { $by ->
    [secretariat] Le secrétariat coorganise l’événement « { $subject } »
   *[party] { $party } coorganise l’événement « { $subject } »
}
organiser-declined = { $by ->
    [secretariat] Le secrétariat a décliné l’organisation de l’événement « { $subject } »
   *[party] { $party } a décliné l’organisation de l’événement « { $subject } »
}
organiser-left = { $by ->
    [secretariat] Le secrétariat n’organise plus l’événement « { $subject } »
   *[party] { $party } n’organise plus l’événement « { $subject } »
}
session-added = La session « { $subject } » a été ajoutée au programme de « { $event } »
session-edited = Les informations sur la session « { $subject } » de « { $event } » ont été modifiées
session-moved = La session « { $subject } » de « { $event } » a été déplacée
session-removed = Une session a été retirée du programme de « { $subject } »
speaker-asked = Vous êtes invité à intervenir dans la session « { $subject } » de « { $event } »
speaker-agreed = Une personne a accepté d’être citée comme intervenante de la session « { $subject } » de « { $event } »
speaker-declined = Une personne a refusé d’être citée comme intervenante de la session « { $subject } » de « { $event } »
