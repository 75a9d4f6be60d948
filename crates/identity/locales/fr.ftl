sign-in-subject = Se connecter à { $network }
sign-in-text =
    Bonjour,

    quelqu’un a demandé à se connecter à { $network } avec cette adresse e-mail. Si c’était vous, ouvrez ce lien :

    { $link }

    { $minutes ->
        [one] Il sert une seule fois, pendant { $minutes } minute.
       *[other] Il sert une seule fois, pendant { $minutes } minutes.
    }

    Si vous n’avez rien demandé, ignorez ce message : sans le lien, personne ne peut se connecter.

    { $network }

invitation-subject = { $inviter } vous invite à rejoindre { $network }
invitation-text =
    Bonjour,

    { $inviter } vous invite à agir pour { $party } dans { $network }, en tant que : { $role }. Pour accepter, ouvrez ce lien :

    { $link }

    { $days ->
        [one] Il sert une seule fois, pendant { $days } jour.
       *[other] Il sert une seule fois, pendant { $days } jours.
    }

    Si cela ne vous dit rien, ignorez ce message : rien ne se passe tant que vous n’acceptez pas.

    { $network }

secretariat = le secrétariat
role-representative = représentant·e
role-officer = chargé·e de mission
role-secretary = secrétaire
role-moderator = modérateur·rice

# $days: the days of the event, or `none`; $zone: its time zone, or `none`; $city: who hosts it, or `none`.
seat-when = { $days ->
    [none] Ses dates ne sont pas encore connues.
   *[known] { $city ->
        [none] { $days }
       *[city] { $days }, { $city }
    }{ $zone ->
        [none] {""}
       *[zone] {" "}(à l’heure de { $zone })
    }
}
date-day = { $day ->
    [1] 1er { $month } { $year }
   *[other] { $day } { $month } { $year }
}
date-month = { $month } { $year }
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre

seat-registered-subject = { $place ->
    [seat] Votre inscription à « { $event } »
   *[waiting] Vous êtes sur la liste d’attente de « { $event } »
}
seat-registered-text =
    Bonjour,

    { $place ->
        [seat] votre inscription à cet événement est enregistrée, et une place vous est réservée :
       *[waiting] vous êtes sur la liste d’attente de cet événement. Dès qu’une place se libère pour vous, elle est à vous, et nous vous écrivons :
    }

    { $event }
    { $when }

    Pour voir votre inscription ou l’annuler, connectez-vous avec cette adresse électronique :

    { $link }

    { $network }

seat-offered-subject = Une place à « { $event } » vous est proposée
seat-offered-text =
    Bonjour,

    une place à cet événement vous est proposée :

    { $event }
    { $when }

    Pour l’accepter ou la refuser, connectez-vous avec cette adresse électronique :

    { $link }

    Si vous ne faites rien, la place reste à la personne qui la propose.

    { $network }

seat-promoted-subject = Vous avez une place à « { $event } »
seat-promoted-text =
    Bonjour,

    une place s’est libérée à l’événement que vous attendiez. Elle est à vous :

    { $event }
    { $when }

    Si vous ne pouvez pas venir, merci d’annuler, pour que la personne suivante puisse venir. Pour voir votre inscription, connectez-vous avec cette adresse électronique :

    { $link }

    { $network }

seat-confirmed-subject = Votre inscription à « { $event } » est confirmée
seat-confirmed-text =
    Bonjour,

    les organisateurs de cet événement ont confirmé votre inscription. { $place ->
        [seat] Une place vous est réservée :
       *[waiting] Toutes les places sont prises : dès qu’une place se libère pour vous, elle est à vous, et nous vous écrivons :
    }

    { $event }
    { $when }

    Pour voir votre inscription ou l’annuler, connectez-vous avec cette adresse électronique :

    { $link }

    { $network }

seat-refused-subject = Votre demande de participer à « { $event } »
seat-refused-text =
    Bonjour,

    les organisateurs de cet événement n’ont pas confirmé votre demande de participer :

    { $event }
    { $when }

    Vous pouvez vous inscrire à un autre titre, tant que les inscriptions sont ouvertes : connectez-vous avec cette adresse électronique.

    { $link }

    { $network }
