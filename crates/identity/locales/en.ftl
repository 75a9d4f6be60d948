sign-in-subject = Sign in to { $network }
sign-in-text =
    Hello,

    somebody asked to sign in to { $network } with this e-mail address. If it was you, open this link:

    { $link }

    { $minutes ->
        [one] It works once, within one minute.
       *[other] It works once, within { $minutes } minutes.
    }

    If you did not ask, ignore this mail: without the link nobody can sign in.

    { $network }

invitation-subject = { $inviter } invites you to { $network }
invitation-text =
    Hello,

    { $inviter } invites you to act for { $party } in { $network }, as { $role }. To accept, open this link:

    { $link }

    { $days ->
        [one] It works once, within one day.
       *[other] It works once, within { $days } days.
    }

    If you do not know what this is about, ignore this mail: nothing happens unless you accept.

    { $network }

secretariat = the secretariat
role-representative = representative
role-officer = officer
role-secretary = secretary
role-moderator = moderator
