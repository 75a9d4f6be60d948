# $host is the title of the host city, or `none`.
event-recorded = { $host ->
    [none] The event “{ $subject }” entered the record
   *[city] The event “{ $subject }”, hosted by { $host }, entered the record
}
event-corrected = What is known of the event “{ $subject }” was corrected
