# What the portal says of the network that the demonstration shows.

network-name = International Network of Michelin Cities
site-title = The International Network of Michelin Cities
site-description = The cities of the International Network of Michelin Cities: who they are, the projects they share, the events where they meet, and what happens now.
home-lead = Cities on several continents, large and small, are bound by an industry that they share. They run projects together, learn from each other, and meet every two years. Here you can see what they do.
home-join-text = Every city with a site of the company may join, whatever its size.
map-other = other cities with a site
cities-lead = All cities that host a site of the company: members of the network, those it has invited, and those that could join.
fact-sites = Sites of the company
about-1-text =
    The network joins the cities that host a site of the Michelin company. Some are large, some have fewer than ten thousand people; they lie on several continents. What they share is an industry, and the questions that come with it: work, mobility, climate, culture, the life of a city whose factory changes.

    { "" }Since its first conference in 2017 it has grown to members in many countries. They run projects together and meet every two years for a conference of three days, each time in another city.
about-2-heading = How it works
about-2-text =
    The members meet in an assembly. An executive committee prepares its decisions, and a secretariat, today in Clermont-Ferrand, does the daily work. The network is chaired together by the mayor of Clermont-Ferrand and the mayor of the city that hosts the next conference.

    { "" }Between two conferences, labs and working groups carry the projects on. Any member may start one.
about-3-heading = About this hub
about-3-text = Passerelle, French for a footbridge, shows what the network does, to everybody. What you read here comes from public sources, which each page names, and from the cities and project partners themselves. It is free software.
join-1-text = Every city that hosts a site of the company may join the network, whatever its size. Universities, companies, associations and artists take part in its projects through their cities.
join-2-text =
    Write to the secretariat, or answer its invitation. You will get to know members of the network; joining is completed after visits. The page of your city shows each step.

    { "" }The network is paid for by thirds: by the city that founded it, by the fees of its members, and by the city that hosts the next conference.
data-4-text = You may use the data for any purpose, if you name the network and the sources that each page names. Positions and population figures of the cities are from GeoNames (CC BY 4.0).
credits-1-text = What is shown here of cities, projects and events was taken as facts from public pages, which each page names. Contains data from GeoNames.org, CC BY 4.0. The name and the logos of Michelin belong to their owner; no logo is used here.

    https://www.geonames.org/
