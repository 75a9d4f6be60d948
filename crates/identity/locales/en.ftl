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

# $days: the days of the event, or `none`; $zone: its time zone, or `none`; $city: who hosts it, or `none`.
seat-when = { $days ->
    [none] Its days are not known yet.
   *[known] { $city ->
        [none] { $days }
       *[city] { $days }, { $city }
    }{ $zone ->
        [none] {""}
       *[zone] {" "}(by the clocks of { $zone })
    }
}
date-day = { $day } { $month } { $year }
date-month = { $month } { $year }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

seat-registered-subject = { $place ->
    [seat] You are registered for “{ $event }”
   *[waiting] You are on the waiting list of “{ $event }”
}
seat-registered-text =
    Hello,

    { $place ->
        [seat] you are registered for this event, and a seat is kept for you:
       *[waiting] you are on the waiting list of this event. As soon as a seat is free for you, it is yours, and you are written to:
    }

    { $event }
    { $when }

    To see your registration, or to cancel it, sign in with this e-mail address:

    { $link }

    { $network }

seat-offered-subject = A seat at “{ $event }” is offered to you
seat-offered-text =
    Hello,

    a seat at this event is offered to you:

    { $event }
    { $when }

    To take it, or to decline it, sign in with this e-mail address:

    { $link }

    If you do nothing, the seat stays with whoever offers it.

    { $network }

seat-promoted-subject = You have a seat at “{ $event }”
seat-promoted-text =
    Hello,

    a seat has become free at the event that you waited for. It is yours:

    { $event }
    { $when }

    If you cannot come, please cancel, so that the next who waits can come. To see your registration, sign in with this e-mail address:

    { $link }

    { $network }

seat-confirmed-subject = Your registration for “{ $event }” is confirmed
seat-confirmed-text =
    Hello,

    those who organise this event have confirmed your registration. { $place ->
        [seat] A seat is kept for you:
       *[waiting] All seats are taken now: as soon as one is free for you, it is yours, and you are written to:
    }

    { $event }
    { $when }

    To see your registration, or to cancel it, sign in with this e-mail address:

    { $link }

    { $network }

seat-refused-subject = Your request to come to “{ $event }”
seat-refused-text =
    Hello,

    those who organise this event have not confirmed your request to come:

    { $event }
    { $when }

    You may register otherwise, as long as registration is open: sign in with this e-mail address.

    { $link }

    { $network }
