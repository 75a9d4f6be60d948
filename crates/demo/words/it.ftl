# What the portal says of the network that the demonstration shows.

network-name = Rete internazionale delle città Michelin
site-title = La Rete internazionale delle città Michelin
site-description = Le città della Rete internazionale delle città Michelin: chi sono, i progetti che condividono, gli eventi in cui si incontrano e che cosa accade ora.
home-lead = Città grandi e piccole, su più continenti, sono unite da un’industria che hanno in comune. Portano avanti progetti insieme, imparano le une dalle altre e si incontrano ogni due anni. Qui si può vedere che cosa fanno.
home-join-text = Ogni città con una sede Michelin può aderire, qualunque sia la sua dimensione.
map-other = Altra città con una sede
cities-lead = Tutte le città con una sede Michelin: i membri della rete, quelle che ha invitato e quelle che potrebbero aderire.
fact-sites = Sedi Michelin
