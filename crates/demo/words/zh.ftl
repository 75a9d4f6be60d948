# What the portal says of the network that the demonstration shows.

network-name = 米其林城市国际网络
site-title = 米其林城市国际网络
site-description = 米其林城市国际网络的各个城市：它们是谁，共同开展哪些项目，在哪些活动中相聚，以及当前的动态。
home-lead = 几大洲的大小城市因共同的产业而相连。它们一起开展项目，相互学习，每两年相聚一次。在这里，您可以了解它们的工作。
home-join-text = 凡设有米其林工厂或机构的城市，无论大小，均可加入。
map-other = 其他设有米其林机构的城市
cities-lead = 所有设有米其林工厂或机构的城市：网络成员、受邀城市以及可以加入的城市。
fact-sites = 米其林在当地的机构
