# What the portal says of the network that the demonstration shows.

network-name = Rede Internacional das Cidades Michelin
site-title = A Rede Internacional das Cidades Michelin
site-description = As cidades da Rede Internacional das Cidades Michelin: quem são, os projetos que partilham, os eventos em que se encontram e o que acontece agora.
home-lead = Cidades grandes e pequenas, em vários continentes, estão unidas por uma indústria que têm em comum. Realizam projetos juntas, aprendem umas com as outras e encontram-se de dois em dois anos. Aqui é possível ver o que fazem.
home-join-text = Qualquer cidade com uma unidade da Michelin pode aderir, seja qual for a sua dimensão.
map-other = Outra cidade com uma unidade
cities-lead = Todas as cidades com uma unidade da Michelin: as que são membros da rede, as que esta convidou e as que poderiam aderir.
fact-sites = Unidades da Michelin
