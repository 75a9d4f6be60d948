# What the portal says of the network that the demonstration shows.

network-name = Internationales Netzwerk der Michelin-Städte
site-title = Das Internationale Netzwerk der Michelin-Städte
site-description = Die Städte des Internationalen Netzwerks der Michelin-Städte: wer sie sind, welche Projekte sie gemeinsam tragen, bei welchen Veranstaltungen sie sich treffen und was gerade geschieht.
home-lead = Große und kleine Städte auf mehreren Kontinenten verbindet eine gemeinsame Industrie. Sie führen Projekte durch, lernen voneinander und treffen sich alle zwei Jahre. Hier sehen Sie, was sie tun.
home-join-text = Jede Stadt mit einem Michelin-Standort kann beitreten, unabhängig von ihrer Größe.
map-other = Weitere Stadt mit einem Standort
cities-lead = Alle Städte mit einem Michelin-Standort: Mitglieder des Netzwerks, eingeladene Städte und solche, die beitreten könnten.
fact-sites = Michelin-Standorte
