# $host is the title of the host city, or `none`.
event-recorded = { $host ->
    [none] The event “{ $subject }” entered the record
   *[city] The event “{ $subject }”, hosted by { $host }, entered the record
}
event-corrected = What is known of the event “{ $subject }” was corrected
event-created = { $by ->
    [secretariat] The secretariat prepares the event “{ $subject }”
   *[party] { $party } prepares the event “{ $subject }”
}
event-announced = { $host ->
    [none] The event “{ $subject }” was announced
   *[city] The event “{ $subject }”, hosted by { $host }, was announced
}
event-cancelled = The event “{ $subject }” was cancelled
series-recorded = The series of events “{ $subject }” entered the record
series-corrected = What is known of the series of events “{ $subject }” was corrected
event-edited = What is said of the event “{ $subject }” was changed
event-postponed = { $days ->
    [known] The event “{ $subject }” was postponed to later days
   *[unknown] The event “{ $subject }” was postponed; its new days are not known yet
}
event-held = { $host ->
    [none] The event “{ $subject }” took place
   *[city] The event “{ $subject }” took place in { $host }
}
event-results = What came of the event “{ $subject }” was published
host-accepted = { $party } accepted to host the event “{ $subject }”
host-declined = { $party } does not host the event “{ $subject }”
organiser-joined = { $by ->
    [secretariat] The secretariat makes the event “{ $subject }” together with others
   *[party] { $party } makes the event “{ $subject }” together with others
}
organiser-declined = { $by ->
    [secretariat] The secretariat declined to make the event “{ $subject }”
   *[party] { $party } declined to make the event “{ $subject }”
}
organiser-left = { $by ->
    [secretariat] The secretariat makes the event “{ $subject }” no longer
   *[party] { $party } makes the event “{ $subject }” no longer
}
session-added = The session “{ $subject }” was added to the programme of “{ $event }”
session-edited = What is said of the session “{ $subject }” of “{ $event }” was changed
session-moved = The session “{ $subject }” of “{ $event }” was moved
session-removed = A session was removed from the programme of “{ $subject }”
speaker-asked = You were asked to speak in the session “{ $subject }” of “{ $event }”
speaker-agreed = A speaker of the session “{ $subject }” of “{ $event }” agreed to be named
speaker-declined = A speaker of the session “{ $subject }” of “{ $event }” declined to be named

registration-announced = It was said how to register for “{ $subject }”
registration-changed = The registration for “{ $subject }” was changed
registration-requested = You have asked to come to “{ $event }”; those who organise it confirm it
registration-confirmed = Your registration for “{ $event }” was confirmed
registration-refused = Your request to come to “{ $event }” was not confirmed
request-made = Somebody asks to come to “{ $event }”, and waits to be confirmed
guests-registered = Guests were registered for “{ $subject }”
registration-made = You are registered for “{ $event }”
registration-edited = A registration for “{ $event }” was edited
registration-cancelled = A registration for “{ $event }” was cancelled
registration-promoted = A seat at “{ $event }” has become free: it is yours
registration-offered = A seat at “{ $event }” was offered to somebody else
registration-offer-withdrawn = The offer of a seat at “{ $event }” was taken back
registration-offer-declined = Nobody took the seat at “{ $event }” that was offered
registration-passed-on = The seat at “{ $event }” was taken by whom it was offered to
registration-taken = You have taken a seat at “{ $event }”
registration-checked-in = Welcome at “{ $event }”
registration-check-in-undone = Your arrival at “{ $event }” was taken back
seat-offered = A seat at “{ $event }” is offered to you
seat-withdrawn = The seat at “{ $event }” is not offered to you any more
seat-declined = You have declined a seat at “{ $event }”
delegation-named = { $party } sends a delegation to “{ $event }”
delegation-head-changed = The delegation of { $party } to “{ $event }” has another head
delegation-registered = { $party } registered people for “{ $event }”
delegation-seats-released = { $party } gave seats back at “{ $event }”
delegations-allotted = Delegations were given seats at “{ $subject }”
delegations-released = The seats held for delegations at “{ $subject }” went to who waits
