sign-in-subject = Se connecter à { $network }
sign-in-text =
    Bonjour,

    quelqu’un a demandé à se connecter à { $network } avec cette adresse e-mail. Si c’était vous, ouvrez ce lien :

    { $link }

    { $minutes ->
        [one] Il sert une seule fois, pendant { $minutes } minute.
       *[other] Il sert une seule fois, pendant { $minutes } minutes.
    }

    Si vous n’avez rien demandé, ignorez ce message : sans le lien, personne ne peut se connecter.

    { $network }

invitation-subject = { $inviter } vous invite à rejoindre { $network }
invitation-text =
    Bonjour,

    { $inviter } vous invite à agir pour { $party } dans { $network }, en tant que : { $role }. Pour accepter, ouvrez ce lien :

    { $link }

    { $days ->
        [one] Il sert une seule fois, pendant { $days } jour.
       *[other] Il sert une seule fois, pendant { $days } jours.
    }

    Si cela ne vous dit rien, ignorez ce message : rien ne se passe tant que vous n’acceptez pas.

    { $network }

secretariat = le secrétariat
role-representative = représentant·e
role-officer = chargé·e de mission
role-secretary = secrétaire
role-moderator = modérateur·rice
