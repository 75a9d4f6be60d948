# What the portal says of the network that the demonstration shows.

network-name = Réseau international des villes Michelin
site-title = Le Réseau international des villes Michelin
site-description = Les villes du Réseau international des villes Michelin : qui elles sont, les projets qu’elles partagent, les événements où elles se retrouvent et ce qui se passe en ce moment.
home-lead = Sur plusieurs continents, des villes, grandes et petites, ont une industrie en commun. Elles mènent des projets ensemble, apprennent les unes des autres et se retrouvent tous les deux ans. Découvrez ici ce qu’elles font.
home-join-text = Toute ville qui accueille un site Michelin peut adhérer, quelle que soit sa taille.
map-other = Autre ville accueillant un site
cities-lead = Toutes les villes qui accueillent un site Michelin : les membres du réseau, celles qu’il a invitées et celles qui pourraient le rejoindre.
fact-sites = Sites Michelin
about-1-text =
    Le réseau réunit les villes qui accueillent un site de l’entreprise Michelin. Certaines sont grandes, d’autres comptent moins de dix mille habitants ; elles se trouvent sur plusieurs continents. Elles ont en commun une industrie, et les questions qui l’accompagnent : le travail, la mobilité, le climat, la culture, la vie d’une ville dont l’usine change.

    { "" }Depuis sa première conférence, en 2017, il s’est étendu à de nombreux pays. Ses membres mènent des projets ensemble et se retrouvent tous les deux ans pour une conférence de trois jours, chaque fois dans une autre ville.
about-2-heading = Comment il fonctionne
about-2-text =
    Les membres se réunissent en assemblée. Un comité exécutif en prépare les décisions, et un secrétariat, aujourd’hui à Clermont-Ferrand, assure le travail quotidien. La coprésidence du réseau revient aux maires de Clermont-Ferrand et de la ville qui accueille la prochaine conférence.

    { "" }Entre deux conférences, des labs et des groupes de travail font avancer les projets. Chaque membre peut en lancer un.
about-3-heading = À propos de cette plateforme
about-3-text = Passerelle montre à toutes et à tous ce que fait le réseau. Ce que vous lisez ici provient de sources publiques, citées sur chaque page, ainsi que des villes et des partenaires des projets. C’est un logiciel libre.
join-1-text = Toute ville qui accueille un site Michelin peut rejoindre le réseau, quelle que soit sa taille. Les universités, les entreprises, les associations et les artistes prennent part à ses projets par l’intermédiaire de leur ville.
join-2-text =
    Écrivez au secrétariat, ou répondez à son invitation. Vous ferez connaissance avec des villes membres ; l’adhésion aboutit après des visites. La page de votre ville, sur ce site, en montre chaque étape.

    { "" }Le réseau est financé par tiers : par la ville fondatrice, par les cotisations de ses membres et par la ville qui accueille la prochaine conférence.
data-4-text = Vous pouvez utiliser les données à toute fin, à condition de citer le réseau et les sources que chaque page indique. Les coordonnées géographiques et la population des villes proviennent de GeoNames (CC BY 4.0).
credits-1-text = Les faits présentés ici sur les villes, les projets et les événements sont tirés de sources publiques, citées sur chaque page. Contient des données de GeoNames.org, CC BY 4.0. Les noms et les logos de Michelin appartiennent à leur titulaire ; aucun logo n’est utilisé ici.

    https://www.geonames.org/
