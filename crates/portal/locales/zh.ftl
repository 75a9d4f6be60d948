# What the pages say, in Chinese (simplified); what is missing here is said in English.

site-name = Passerelle
network-name = Passerelle
site-title = { network-name }
site-description = { network-name }：成员城市、共同开展的项目、相聚的活动以及当前的动态。
skip = 跳到正文

nav-main = 主导航
nav-about = 关于网络
nav-cities = 城市
nav-projects = 项目
nav-events = 活动
nav-organisations = 机构
nav-themes = 主题
nav-activity = 动态
nav-join = 加入网络
nav-data = 使用数据
nav-credits = 来源与许可
nav-accessibility = 无障碍
nav-privacy = 隐私
nav-languages = 语言
sign-in = 登录
sign-out = 退出登录
search = 搜索
search-label = 在网络中搜索
search-title = 搜索
search-type = 内容类型
back-home = 返回首页
facts = 概况
label-value = { $label }：{ $value }
history = 历程
sources = 资料来源
documents = 文件
pages = 分页
page-previous = 上一页
page-next = 下一页
use-data = 本页的数据
use-data-text = 本页由下面的 GraphQL 文档生成，任何人都可以使用它：制作自己的网页、报告或地图。
use-data-open = 在查询工具中打开
use-data-more = 如何使用数据

home-title = 携手合作的城市
home-lead = 在这里，您可以了解网络中各城市的工作：共同开展的项目、相聚的活动以及最新动态。
home-next-events = 即将举行
home-past-events = 近期活动
home-now = 最新动态
home-projects = 最新项目
home-themes = 共同关注的主题
home-join = 您的城市也在其中吗？
home-join-text = 了解城市如何加入网络，以及其他各方如何参与其项目。
all-events = 全部活动
all-projects = 全部项目
all-activity = 全部动态
figure-members = { $count ->
   *[other] 个成员城市
}
figure-countries = { $count ->
   *[other] 个国家
}
figure-projects = { $count ->
   *[other] 个项目
}
figure-events = { $count ->
   *[other] 场活动
}

map-label = 城市地图
map-closeup = 地图局部放大
map-other = 其他城市
live-on = 实时：新动态会自动显示在这里。
live-off = 连接已断开，正在重新连接……
live-gap = 这里可能缺少部分动态：请重新加载页面以查看全部内容。
live-new = 新

cities-lead = 网络成员、受邀城市以及可以加入的城市。
count-cities = { $count ->
   *[other] { $number } 个城市
}
count-projects = { $count ->
   *[other] { $number } 个项目
}
count-events = { $count ->
   *[other] { $number } 场活动
}
count-organisations = { $count ->
   *[other] { $number } 个机构
}
count-delegations = { $count ->
   *[other] { $number } 个城市已参加或已宣布参加
}
count-results = { $count ->
    [0] 没有结果
   *[other] { $number } 条结果
}
inhabitants = { $count ->
   *[other] { $number } 位居民
}
nothing-found = 没有找到相关内容。请尝试其他词语，或减少筛选条件。
nothing-planned = 目前这里没有已宣布的活动。

filter-all = 全部
filter-apply = 显示
filter-status = 状态
filter-country = 国家
filter-theme = 主题
filter-city = 城市
filter-stage = 阶段
filter-kind = 类型
filter-goal = 可持续发展目标
filter-words = 关键词

fact-country = 国家
fact-population = 人口
fact-joined = 加入时间
fact-first-evidence = 已知首次参与网络
fact-sites = 机构
fact-languages = 语言
fact-time-zone = 时区
fact-website = 网站
fact-lead = 牵头城市
fact-dates = 时间
fact-goals = 可持续发展目标
fact-budget = 预算
fact-born-at = 诞生于
fact-venue = 地点
fact-mode = 参与方式
fact-registration = 报名
fact-accessibility = 无障碍

projects-lead = 各城市与大学、企业、协会和艺术家共同开展的工作，以及每个城市的所长。
open-to-partners = 欢迎合作伙伴
led-by = 牵头城市：{ $city }
outcome = 成果
needs = 需求与供给
milestones = 里程碑
milestone-reached = 达成时间：{ $date }
milestone-due = 预定时间：{ $date }
updates = 新闻
chart-projects = 各主题的项目
chart-conferences = 历届大会的参加城市
chart-year = 大会
chart-table = 以表格显示

events-lead = 在网络各城市举行的大会、全体会议、工作坊、访问和驻留活动。
events-when = 时间
events-upcoming = 即将举行
events-past = 已结束
add-to-calendar = 添加到日历
edition = { $count ->
   *[other] 第 { $count } 届
}
postponed-from = 已延期；原定时间：{ $date }。
recap = 回顾
programme = 日程
programme-undated = 时间待定
times-in = 所列时间均为当地时间（{ $zone }）。
interpreted-into = 提供{ $language }口译
born-projects = 在此诞生的项目
previous-edition = 上一届
next-edition = 下一届
seats-taken = { $count ->
   *[other] 已占 { $number } 个名额
}
figure-cities = 城市
figure-countries-label = 国家
figure-continents = 大洲
figure-participants = 参加人数
figure-expected = 预计参加人数
figure-mayors = 市长
figure-initiatives = 展示的倡议
figure-themes = 主题数
figure-startups = 初创企业
figure-languages = 语言

organisations-lead = 参与项目的大学、企业、协会和行政部门。
themes-lead = 各城市选定的工作主题。
theme-used-in = 选用于：
activity-lead = 网络中发生的一切，实时呈现：谁加入了，什么开始了，宣布了什么。

fallback-notice = 本页文字尚未翻译，现以{ $language }显示。
machine-notice = 本文由机器翻译。
stale-notice = 此译文完成后，原文已有改动。
example-notice = 这是一个虚构的示例，用来展示本平台的功能。

feed-activity = 网络动态
feed-city = 该城市的动态
feed-project = 该项目的动态
feed-events = 网络活动
feed-event = 本场活动
feed-cities = 用于地图的城市数据（GeoJSON）

error-not-found = 这里没有内容
error-not-found-text = 此地址没有对应的页面：可能输入有误，或者内容已移走。您可以搜索它。
error-wrong = 此地址不太正确
error-wrong-text = 地址中有无法识别的部分。请返回，或从列表重新开始。
error-busy = 请稍候
error-busy-text = 目前的请求超出了平台的处理能力。请稍后再试。
error-failed = 出错了
error-failed-text = 平台未能生成此页面。故障已被记录，请稍后再试。

date-day = { $year }年{ $month }{ $day }日
date-month = { $year }年{ $month }
date-days = { $year }年{ $month }{ $from }日至{ $to }日
date-span = { $from }–{ $to }
# `$date` may be a year alone, without its 年.
date-since = 始于 { $date }
date-until = 截至 { $date }
date-weekday = { $date }{ $weekday }

membership-member = 成员
membership-invited = 受邀
membership-applied = 已申请
membership-eligible = 可加入
membership-suspended = 已中止
membership-left = 已退出

stage-idea = 构想
stage-proposed = 已提议
stage-active = 进行中
stage-completed = 已完成
stage-abandoned = 已放弃

project-kind-cooperation = 合作项目
project-kind-good-practice = 优秀实践

event-kind-assembly = 全体会议
event-kind-ceremony = 仪式
event-kind-competition = 竞赛
event-kind-conference = 大会
event-kind-festival = 节庆
event-kind-meeting = 会议
event-kind-opening = 开幕
event-kind-other = 活动
event-kind-residency = 驻留
event-kind-symposium = 研讨会
event-kind-visit = 访问
event-kind-workshop = 工作坊
event-kind-youth-camp = 青年营

event-status-announced = 已宣布
event-status-cancelled = 已取消
event-status-draft = 草稿
event-status-held = 已举行
event-status-postponed = 已延期

event-mode-in-person = 现场
event-mode-online = 线上
event-mode-hybrid = 现场或线上

session-kind-forum = 论坛
session-kind-keynote = 主旨演讲
session-kind-other = 环节
session-kind-plenary = 全体会议
session-kind-social = 交流活动
session-kind-visit = 参观
session-kind-workshop = 工作坊

registration-phase-not-yet-open = 尚未开放
registration-phase-open = 已开放
registration-phase-closed = 已截止

organisation-kind-association = 协会
organisation-kind-business-association = 商业协会
organisation-kind-company = 企业
organisation-kind-cultural-venue = 文化场所
organisation-kind-foundation = 基金会
organisation-kind-government = 政府
organisation-kind-innovation-agency = 创新机构
organisation-kind-local-government = 地方政府
organisation-kind-network = 网络
organisation-kind-other = 机构
organisation-kind-school = 学校
organisation-kind-university = 大学

role-coordinator = 协调方
role-funder = 资助方
role-host = 主办方
role-other = 参与方
role-participant = 参与方
role-partner = 合作伙伴

need-kind-need = 需求
need-kind-offer = 供给

site-kind-headquarters = 总部
site-kind-plant = 工厂
site-kind-research-centre = 研究中心
site-kind-other = 其他机构

continent-africa = 非洲
continent-antarctica = 南极洲
continent-asia = 亚洲
continent-europe = 欧洲
continent-north-america = 北美洲
continent-oceania = 大洋洲
continent-south-america = 南美洲

type-city = 城市
type-project = 项目
type-event = 活动
type-event-series = 系列活动
type-organisation = 机构
type-theme = 主题
type-update = 项目新闻
type-session = 日程环节

goal-no-poverty = 1. 无贫穷
goal-zero-hunger = 2. 零饥饿
goal-good-health = 3. 良好健康与福祉
goal-quality-education = 4. 优质教育
goal-gender-equality = 5. 性别平等
goal-clean-water = 6. 清洁饮水和卫生设施
goal-clean-energy = 7. 经济适用的清洁能源
goal-decent-work = 8. 体面工作和经济增长
goal-industry = 9. 产业、创新和基础设施
goal-reduced-inequalities = 10. 减少不平等
goal-sustainable-cities = 11. 可持续城市和社区
goal-responsible-consumption = 12. 负责任消费和生产
goal-climate-action = 13. 气候行动
goal-life-below-water = 14. 水下生物
goal-life-on-land = 15. 陆地生物
goal-peace = 16. 和平、正义与强大机构
goal-partnerships = 17. 促进目标实现的伙伴关系

data-explorer = 查询工具
data-schema = 数据模式
