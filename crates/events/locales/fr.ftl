# $host is the title of the host city, or `none`.
event-recorded = { $host ->
    [none] L’événement « { $subject } » a été inscrit au registre
   *[city] L’événement « { $subject } », accueilli par { $host }, a été inscrit au registre
}
event-corrected = Les informations sur l’événement « { $subject } » ont été corrigées
