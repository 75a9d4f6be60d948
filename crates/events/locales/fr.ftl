# $host is the title of the host city, or `none`.
event-recorded = { $host ->
    [none] L’événement « { $subject } » a été inscrit au registre
   *[city] L’événement « { $subject } », accueilli par { $host }, a été inscrit au registre
}
event-corrected = Les informations sur l’événement « { $subject } » ont été corrigées
event-created = { $by ->
    [secretariat] Le secrétariat prépare l’événement « { $subject } »
   *[party] { $party } prépare l’événement « { $subject } »
}
event-announced = { $host ->
    [none] L’événement « { $subject } » a été annoncé
   *[city] L’événement « { $subject } », accueilli par { $host }, a été annoncé
}
event-cancelled = L’événement « { $subject } » a été annulé
series-recorded = La série d’événements « { $subject } » a été inscrite au registre
series-corrected = Les informations sur la série d’événements « { $subject } » ont été corrigées
event-edited = Les informations sur l’événement « { $subject } » ont été modifiées
event-postponed = { $days ->
    [known] L’événement « { $subject } » a été reporté à une date ultérieure
   *[unknown] L’événement « { $subject } » a été reporté ; ses nouvelles dates ne sont pas encore connues
}
event-held = { $host ->
    [none] L’événement « { $subject } » a eu lieu
   *[city] L’événement « { $subject } » a eu lieu ({ $host })
}
event-results = Les résultats de l’événement « { $subject } » ont été publiés
host-accepted = { $party } a accepté d’accueillir l’événement « { $subject } »
host-declined = { $party } n’accueille pas l’événement « { $subject } »
organiser-joined = { $by ->
    [secretariat] Le secrétariat coorganise l’événement « { $subject } »
   *[party] { $party } coorganise l’événement « { $subject } »
}
organiser-declined = { $by ->
    [secretariat] Le secrétariat a décliné l’organisation de l’événement « { $subject } »
   *[party] { $party } a décliné l’organisation de l’événement « { $subject } »
}
organiser-left = { $by ->
    [secretariat] Le secrétariat n’organise plus l’événement « { $subject } »
   *[party] { $party } n’organise plus l’événement « { $subject } »
}
session-added = La session « { $subject } » a été ajoutée au programme de « { $event } »
session-edited = Les informations sur la session « { $subject } » de « { $event } » ont été modifiées
session-moved = La session « { $subject } » de « { $event } » a été déplacée
session-removed = Une session a été retirée du programme de « { $subject } »
speaker-asked = Vous êtes invité à intervenir dans la session « { $subject } » de « { $event } »
speaker-agreed = Une personne a accepté d’être citée comme intervenante de la session « { $subject } » de « { $event } »
speaker-declined = Une personne a refusé d’être citée comme intervenante de la session « { $subject } » de « { $event } »

registration-announced = Les modalités d’inscription à « { $subject } » sont connues
registration-changed = L’inscription à « { $subject } » a été modifiée
registration-requested = Vous avez demandé à participer à « { $event } » ; ses organisateurs le confirment
registration-confirmed = Votre inscription à « { $event } » a été confirmée
registration-refused = Votre demande de participer à « { $event } » n’a pas été confirmée
request-made = Quelqu’un demande à participer à « { $event } » et attend une confirmation
guests-registered = Des invités ont été inscrits à « { $subject } »
registration-made = Vous êtes inscrit à « { $event } »
registration-edited = Une inscription à « { $event } » a été modifiée
registration-cancelled = Une inscription à « { $event } » a été annulée
registration-promoted = Une place à « { $event } » s’est libérée : elle est à vous
registration-offered = Une place à « { $event } » a été proposée à quelqu’un d’autre
registration-offer-withdrawn = La proposition d’une place à « { $event } » a été retirée
registration-offer-declined = Personne n’a pris la place à « { $event } » qui était proposée
registration-passed-on = La place à « { $event } » a été prise par la personne à qui elle était proposée
registration-taken = Vous avez pris une place à « { $event } »
registration-checked-in = Bienvenue à « { $event } »
registration-check-in-undone = Votre arrivée à « { $event } » a été annulée
seat-offered = Une place à « { $event } » vous est proposée
seat-withdrawn = La place à « { $event } » ne vous est plus proposée
seat-declined = Vous avez refusé une place à « { $event } »
delegation-named = { $party } envoie une délégation à « { $event } »
delegation-head-changed = La délégation de { $party } à « { $event } » a changé de chef
delegation-registered = { $party } a inscrit des personnes à « { $event } »
delegation-seats-released = { $party } a rendu des places à « { $event } »
delegations-allotted = Des délégations ont reçu des places à « { $subject } »
delegations-released = Les places réservées aux délégations à « { $subject } » sont allées à ceux qui attendent
