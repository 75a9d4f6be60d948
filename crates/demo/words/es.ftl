# What the portal says of the network that the demonstration shows.

network-name = Red Internacional de Ciudades Michelin
site-title = La Red Internacional de Ciudades Michelin
site-description = Las ciudades de la Red Internacional de Ciudades Michelin: quiénes son, qué proyectos comparten, en qué eventos se reúnen y qué sucede ahora.
home-lead = Ciudades grandes y pequeñas de varios continentes están unidas por una industria que comparten. Llevan a cabo proyectos juntas, aprenden unas de otras y se reúnen cada dos años. Aquí se puede ver lo que hacen.
home-join-text = Toda ciudad con un centro de Michelin puede unirse, sea cual sea su tamaño.
map-other = Otra ciudad con un centro
cities-lead = Todas las ciudades con un centro de Michelin: las que son miembros de la red, las que ha invitado y las que podrían unirse.
fact-sites = Centros de Michelin
