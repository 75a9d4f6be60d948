//! Every action × everything it is done to × every kind of caller.

use std::fmt::Write as _;

use kernel::Party;
use uuid::Uuid;

use super::{ACTS, CITY, ELSE, LEADER, ORGANISATION, PARTNER, callers::Caller};
use crate::{Action, On, Policy, Resource};

/// What an action is done to, of every kind that makes a difference.
fn done_to(on: On) -> Vec<(&'static str, Resource)> {
    let mandate = |party, holder| Resource::Mandate {
        id: Uuid::from_u128(300),
        party,
        holder,
    };
    let event = || Resource::Event {
        id: Uuid::from_u128(500),
        organisers: vec![LEADER],
        hosts: vec![CITY],
    };
    match on {
        On::Event => vec![("the event", event())],
        On::Network => vec![("", Resource::Network)],
        On::Party => vec![
            ("the city", Resource::Party(CITY)),
            ("the organisation", Resource::Party(ORGANISATION)),
            ("the secretariat", Resource::Party(Party::Secretariat)),
        ],
        On::City => vec![("the city", Resource::Party(CITY))],
        On::Project => vec![(
            "the project",
            Resource::Project {
                id: Uuid::from_u128(400),
                leads: vec![LEADER],
                partners: vec![PARTNER],
            },
        )],
        On::Registration => {
            let registration = |head, party| Resource::Registration {
                id: Uuid::from_u128(600),
                head,
                party,
                hosts: vec![CITY],
            };
            vec![
                ("of nobody", registration(None, None)),
                ("of its head", registration(Some(ACTS), Some(ORGANISATION))),
                ("of another", registration(Some(ELSE), Some(ORGANISATION))),
            ]
        }
        On::Texts => [
            vec![
                ("a theme", Resource::Network),
                ("the city", Resource::Party(CITY)),
                ("an event of the city", event()),
            ],
            done_to(On::Project),
        ]
        .concat(),
        On::Mandate => vec![
            ("one for the city", mandate(CITY, Some(ELSE))),
            (
                "one for the organisation",
                mandate(ORGANISATION, Some(ELSE)),
            ),
            (
                "one for the secretariat",
                mandate(Party::Secretariat, Some(ELSE)),
            ),
            ("one of who was erased", mandate(CITY, None)),
            (
                "one's own",
                mandate(Party::City(Uuid::from_u128(9)), Some(ACTS)),
            ),
        ],
        On::Person => vec![
            ("oneself", Resource::Person(ACTS)),
            ("another", Resource::Person(ELSE)),
        ],
    }
}

/// A table of all actions: a row for each, and a column for each caller.
fn table(policy: &Policy, actions: &[Action]) -> String {
    let mut table = String::new();
    for caller in Caller::ALL {
        writeln!(table, "{}  {}", caller.column(), caller.says()).unwrap();
    }
    let columns: Vec<&str> = Caller::ALL.iter().map(|caller| caller.column()).collect();
    writeln!(table, "\n{:45}{}", "", columns.join(" ")).unwrap();
    for action in actions {
        for (on, resource) in done_to(action.on()) {
            let name = format!("{} {on}", action.as_str());
            let row: Vec<&str> = (Caller::ALL.iter())
                .map(|caller| {
                    let actor = caller.actor(action.scope());
                    match policy.allows(&actor, *action, &resource).unwrap() {
                        true => "+ ",
                        false => "- ",
                    }
                })
                .collect();
            writeln!(table, "{name:45}{}", row.join(" ").trim_end()).unwrap();
        }
    }
    table
}

#[test]
fn every_caller_may_do_what_this_table_says() {
    insta::assert_snapshot!(table(&Policy::built_in(), Action::ALL), @"
    an  anybody
    op  the operator
    pe  a person without a mandate
    of  an officer of the city
    re  a representative of the city
    oo  an officer of another city
    or  a representative of another city
    go  an officer of the organisation
    gr  a representative of the organisation
    co  an officer of the city that leads the project
    pa  an officer of a partner of the project
    mo  a moderator
    se  a secretary
    s+  a secretary whose mandate is limited to the action's scope
    s-  a secretary whose mandate is limited to the other scopes
    r+  a representative of the city, limited to the action's scope
    r-  a representative of the city, limited to the other scopes
    p+  a person without a mandate, by a token with the action's scope
    p-  a person without a mandate, by a token with the other scopes
    t+  a secretary, by a token with the action's scope
    t-  a secretary, by a token with the other scopes
    un  a secretary who is a representative of the city, too, and names neither

                                                 an op pe of re oo or go gr co pa mo se s+ s- r+ r- p+ p- t+ t- un
    recordCity                                   -  +  -  -  -  -  -  -  -  -  -  -  +  +  -  -  -  -  -  +  -  -
    recordTheme                                  -  +  -  -  -  -  -  -  -  -  -  -  +  +  -  -  -  -  -  +  -  -
    recordProject                                -  +  -  -  -  -  -  -  -  -  -  -  +  +  -  -  -  -  -  +  -  -
    recordEvent                                  -  +  -  -  -  -  -  -  -  -  -  -  +  +  -  -  -  -  -  +  -  -
    recordEventSeries                            -  +  -  -  -  -  -  -  -  -  -  -  +  +  -  -  -  -  -  +  -  -
    recordOrganisation                           -  +  -  -  -  -  -  -  -  -  -  -  +  +  -  -  -  -  -  +  -  -
    grantMandate the city                        -  +  -  -  +  -  -  -  -  -  -  -  +  +  -  +  -  -  -  +  -  -
    grantMandate the organisation                -  +  -  -  -  -  -  -  +  -  -  -  +  +  -  -  -  -  -  +  -  -
    grantMandate the secretariat                 -  +  -  -  -  -  -  -  -  -  -  -  +  +  -  -  -  -  -  +  -  -
    limitMandate one for the city                -  +  -  -  +  -  -  -  -  -  -  -  +  +  -  +  -  -  -  +  -  -
    limitMandate one for the organisation        -  +  -  -  -  -  -  -  +  -  -  -  +  +  -  -  -  -  -  +  -  -
    limitMandate one for the secretariat         -  +  -  -  -  -  -  -  -  -  -  -  +  +  -  -  -  -  -  +  -  -
    limitMandate one of who was erased           -  +  -  -  +  -  -  -  -  -  -  -  +  +  -  +  -  -  -  +  -  -
    limitMandate one's own                       -  +  -  -  -  -  -  -  -  -  -  -  +  +  -  -  -  -  -  +  -  -
    endMandate one for the city                  -  +  -  -  +  -  -  -  -  -  -  -  +  +  -  +  -  -  -  +  -  -
    endMandate one for the organisation          -  +  -  -  -  -  -  -  +  -  -  -  +  +  -  -  -  -  -  +  -  -
    endMandate one for the secretariat           -  +  -  -  -  -  -  -  -  -  -  -  +  +  -  -  -  -  -  +  -  -
    endMandate one of who was erased             -  +  -  -  +  -  -  -  -  -  -  -  +  +  -  +  -  -  -  +  -  -
    endMandate one's own                         -  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  -  +  -  +
    inviteToMandate the city                     -  +  -  -  +  -  -  -  -  -  -  -  +  +  -  +  -  -  -  +  -  -
    inviteToMandate the organisation             -  +  -  -  -  -  -  -  +  -  -  -  +  +  -  -  -  -  -  +  -  -
    inviteToMandate the secretariat              -  +  -  -  -  -  -  -  -  -  -  -  +  +  -  -  -  -  -  +  -  -
    withdrawInvitation the city                  -  +  -  -  +  -  -  -  -  -  -  -  +  +  -  +  -  -  -  +  -  -
    withdrawInvitation the organisation          -  +  -  -  -  -  -  -  +  -  -  -  +  +  -  -  -  -  -  +  -  -
    withdrawInvitation the secretariat           -  +  -  -  -  -  -  -  -  -  -  -  +  +  -  -  -  -  -  +  -  -
    takeUpMandate oneself                        -  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  -  +  -  +
    takeUpMandate another                        -  +  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -
    updatePerson oneself                         -  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  -  +  -  +
    updatePerson another                         -  +  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -
    follow oneself                               -  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  -  +  -  +
    follow another                               -  +  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -
    unfollow oneself                             -  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  -  +  -  +
    unfollow another                             -  +  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -
    createApiToken oneself                       -  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  -  +  -  +
    createApiToken another                       -  +  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -
    revokeApiToken oneself                       -  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  -  +  -  +
    revokeApiToken another                       -  +  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -
    signOut oneself                              -  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  -  +  -  +
    signOut another                              -  +  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -
    exportPersonalData oneself                   -  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  -  +  -  +
    exportPersonalData another                   -  +  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -
    erasePerson oneself                          -  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  -  +  -  +
    erasePerson another                          -  +  -  -  -  -  -  -  -  -  -  -  +  -  +  -  -  -  -  +  -  -
    agreeToSpeak oneself                         -  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  -  +  -  +
    agreeToSpeak another                         -  +  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -
    declineToSpeak oneself                       -  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  -  +  -  +
    declineToSpeak another                       -  +  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -
    inviteCity the city                          -  +  -  -  -  -  -  -  -  -  -  -  +  +  -  -  -  -  -  +  -  -
    declineMembership the city                   -  +  -  -  +  -  -  -  -  -  -  -  -  -  -  +  -  -  -  -  -  -
    applyForMembership the city                  -  +  -  -  +  -  -  -  -  -  -  -  -  -  -  +  -  -  -  -  -  -
    admitCity the city                           -  +  -  -  -  -  -  -  -  -  -  -  +  +  -  -  -  -  -  +  -  -
    refuseCity the city                          -  +  -  -  -  -  -  -  -  -  -  -  +  +  -  -  -  -  -  +  -  -
    suspendCity the city                         -  +  -  -  -  -  -  -  -  -  -  -  +  +  -  -  -  -  -  +  -  -
    reinstateCity the city                       -  +  -  -  -  -  -  -  -  -  -  -  +  +  -  -  -  -  -  +  -  -
    leaveNetwork the city                        -  +  -  -  +  -  -  -  -  -  -  -  -  -  -  +  -  -  -  -  -  -
    updateCity the city                          -  +  -  +  +  -  -  -  -  -  -  -  +  +  -  +  -  -  -  +  -  -
    startProject the city                        -  +  -  +  +  -  -  -  -  -  -  -  +  +  -  +  -  -  -  +  -  -
    startProject the organisation                -  +  -  -  -  -  -  +  +  -  -  -  +  +  -  -  -  -  -  +  -  -
    startProject the secretariat                 -  +  -  -  -  -  -  -  -  -  -  -  +  +  -  -  -  -  -  +  -  -
    expressInterest the city                     -  +  -  +  +  -  -  -  -  -  -  -  +  +  -  +  -  -  -  +  -  -
    expressInterest the organisation             -  +  -  -  -  -  -  +  +  -  -  -  +  +  -  -  -  -  -  +  -  -
    expressInterest the secretariat              -  +  -  -  -  -  -  -  -  -  -  -  +  +  -  -  -  -  -  +  -  -
    acceptPartnership the city                   -  +  -  +  +  -  -  -  -  -  -  -  +  +  -  +  -  -  -  +  -  -
    acceptPartnership the organisation           -  +  -  -  -  -  -  +  +  -  -  -  +  +  -  -  -  -  -  +  -  -
    acceptPartnership the secretariat            -  +  -  -  -  -  -  -  -  -  -  -  +  +  -  -  -  -  -  +  -  -
    declinePartnership the city                  -  +  -  +  +  -  -  -  -  -  -  -  +  +  -  +  -  -  -  +  -  -
    declinePartnership the organisation          -  +  -  -  -  -  -  +  +  -  -  -  +  +  -  -  -  -  -  +  -  -
    declinePartnership the secretariat           -  +  -  -  -  -  -  -  -  -  -  -  +  +  -  -  -  -  -  +  -  -
    withdrawFromProject the city                 -  +  -  +  +  -  -  -  -  -  -  -  +  +  -  +  -  -  -  +  -  -
    withdrawFromProject the organisation         -  +  -  -  -  -  -  +  +  -  -  -  +  +  -  -  -  -  -  +  -  -
    withdrawFromProject the secretariat          -  +  -  -  -  -  -  -  -  -  -  -  +  +  -  -  -  -  -  +  -  -
    updateProject the project                    -  +  -  -  -  -  -  -  -  +  -  -  +  +  -  -  -  -  -  +  -  -
    proposeProject the project                   -  +  -  -  -  -  -  -  -  +  -  -  +  +  -  -  -  -  -  +  -  -
    launchProject the project                    -  +  -  -  -  -  -  -  -  +  -  -  +  +  -  -  -  -  -  +  -  -
    completeProject the project                  -  +  -  -  -  -  -  -  -  +  -  -  +  +  -  -  -  -  -  +  -  -
    abandonProject the project                   -  +  -  -  -  -  -  -  -  +  -  -  +  +  -  -  -  -  -  +  -  -
    invitePartner the project                    -  +  -  -  -  -  -  -  -  +  -  -  +  +  -  -  -  -  -  +  -  -
    withdrawPartnership the project              -  +  -  -  -  -  -  -  -  +  -  -  +  +  -  -  -  -  -  +  -  -
    answerInterest the project                   -  +  -  -  -  -  -  -  -  +  -  -  +  +  -  -  -  -  -  +  -  -
    changeProjectLead the project                -  +  -  -  -  -  -  -  -  +  -  -  +  +  -  -  -  -  -  +  -  -
    addMilestone the project                     -  +  -  -  -  -  -  -  -  +  -  -  +  +  -  -  -  -  -  +  -  -
    changeMilestone the project                  -  +  -  -  -  -  -  -  -  +  -  -  +  +  -  -  -  -  -  +  -  -
    reachMilestone the project                   -  +  -  -  -  -  -  -  -  +  -  -  +  +  -  -  -  -  -  +  -  -
    removeMilestone the project                  -  +  -  -  -  -  -  -  -  +  -  -  +  +  -  -  -  -  -  +  -  -
    addNeed the project                          -  +  -  -  -  -  -  -  -  +  -  -  +  +  -  -  -  -  -  +  -  -
    completeNeed the project                     -  +  -  -  -  -  -  -  -  +  -  -  +  +  -  -  -  -  -  +  -  -
    removeNeed the project                       -  +  -  -  -  -  -  -  -  +  -  -  +  +  -  -  -  -  -  +  -  -
    setProjectDocuments the project              -  +  -  -  -  -  -  -  -  +  -  -  +  +  -  -  -  -  -  +  -  -
    setProjectBudget the project                 -  +  -  -  -  -  -  -  -  +  -  -  +  +  -  -  -  -  -  +  -  -
    publishUpdate the project                    -  +  -  -  -  -  -  -  -  +  +  -  +  +  -  -  -  -  -  +  -  -
    editUpdate the project                       -  +  -  -  -  -  -  -  -  +  +  -  +  +  -  -  -  -  -  +  -  -
    removeUpdate the project                     -  +  -  -  -  -  -  -  -  +  +  -  +  +  -  -  -  -  -  +  -  -
    createEvent the city                         -  +  -  +  +  -  -  -  -  -  -  -  +  +  -  +  -  -  -  +  -  -
    createEvent the organisation                 -  +  -  -  -  -  -  +  +  -  -  -  +  +  -  -  -  -  -  +  -  -
    createEvent the secretariat                  -  +  -  -  -  -  -  -  -  -  -  -  +  +  -  -  -  -  -  +  -  -
    acceptEventRole the city                     -  +  -  +  +  -  -  -  -  -  -  -  +  +  -  +  -  -  -  +  -  -
    acceptEventRole the organisation             -  +  -  -  -  -  -  +  +  -  -  -  +  +  -  -  -  -  -  +  -  -
    acceptEventRole the secretariat              -  +  -  -  -  -  -  -  -  -  -  -  +  +  -  -  -  -  -  +  -  -
    declineEventRole the city                    -  +  -  +  +  -  -  -  -  -  -  -  +  +  -  +  -  -  -  +  -  -
    declineEventRole the organisation            -  +  -  -  -  -  -  +  +  -  -  -  +  +  -  -  -  -  -  +  -  -
    declineEventRole the secretariat             -  +  -  -  -  -  -  -  -  -  -  -  +  +  -  -  -  -  -  +  -  -
    editEvent the event                          -  +  -  -  -  -  -  -  -  +  -  -  +  +  -  -  -  -  -  +  -  -
    announceEvent the event                      -  +  -  -  -  -  -  -  -  +  -  -  +  +  -  -  -  -  -  +  -  -
    postponeEvent the event                      -  +  -  -  -  -  -  -  -  +  -  -  +  +  -  -  -  -  -  +  -  -
    cancelEvent the event                        -  +  -  -  -  -  -  -  -  +  -  -  +  +  -  -  -  -  -  +  -  -
    holdEvent the event                          -  +  -  -  -  -  -  -  -  +  -  -  +  +  -  -  -  -  -  +  -  -
    setEventResults the event                    -  +  -  -  -  -  -  -  -  +  -  -  +  +  -  -  -  -  -  +  -  -
    addSession the event                         -  +  -  +  +  -  -  -  -  +  -  -  +  +  -  +  -  -  -  +  -  -
    editSession the event                        -  +  -  +  +  -  -  -  -  +  -  -  +  +  -  +  -  -  -  +  -  -
    moveSession the event                        -  +  -  +  +  -  -  -  -  +  -  -  +  +  -  +  -  -  -  +  -  -
    removeSession the event                      -  +  -  +  +  -  -  -  -  +  -  -  +  +  -  +  -  -  -  +  -  -
    setRegistration the event                    -  +  -  +  +  -  -  -  -  +  -  -  +  +  -  +  -  -  -  +  -  -
    allotSeats the event                         -  +  -  +  +  -  -  -  -  +  -  -  +  +  -  +  -  -  -  +  -  -
    registerGuests the event                     -  +  -  +  +  -  -  -  -  +  -  -  +  +  -  +  -  -  -  +  -  -
    confirmRegistration the event                -  +  -  +  +  -  -  -  -  +  -  -  +  +  -  +  -  -  -  +  -  -
    checkIn the event                            -  +  -  +  +  -  -  -  -  +  -  -  +  +  -  +  -  -  -  +  -  -
    register oneself                             -  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  +  -  +  -  +
    register another                             -  +  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -
    manageRegistration of nobody                 -  +  -  +  +  -  -  -  -  -  -  -  +  +  -  +  -  -  -  +  -  -
    manageRegistration of its head               -  +  -  +  +  -  -  +  +  -  -  -  +  +  -  +  -  -  -  +  -  -
    manageRegistration of another                -  +  -  +  +  -  -  -  -  -  -  -  +  +  -  +  -  -  -  +  -  -
    registerDelegation of nobody                 -  +  -  +  +  -  -  -  -  -  -  -  +  +  -  +  -  -  -  +  -  -
    registerDelegation of its head               -  +  -  +  +  -  -  +  +  -  -  -  +  +  -  +  -  -  -  +  -  -
    registerDelegation of another                -  +  -  +  +  -  -  -  -  -  -  -  +  +  -  +  -  -  -  +  -  -
    nameDelegationHead the city                  -  +  -  +  +  -  -  -  -  -  -  -  +  +  -  +  -  -  -  +  -  -
    nameDelegationHead the organisation          -  +  -  -  -  -  -  +  +  -  -  -  +  +  -  -  -  -  -  +  -  -
    nameDelegationHead the secretariat           -  +  -  -  -  -  -  -  -  -  -  -  +  +  -  -  -  -  -  +  -  -
    writeText a theme                            -  +  -  -  -  -  -  -  -  -  -  -  +  +  -  -  -  -  -  +  -  -
    writeText the city                           -  +  -  +  +  -  -  -  -  -  -  -  +  +  -  +  -  -  -  +  -  -
    writeText an event of the city               -  +  -  +  +  -  -  -  -  +  -  -  +  +  -  +  -  -  -  +  -  -
    writeText the project                        -  +  -  -  -  -  -  -  -  +  -  -  +  +  -  -  -  -  -  +  -  -
    translateText a theme                        -  +  -  -  -  -  -  -  -  -  -  +  +  +  -  -  -  -  -  +  -  -
    translateText the city                       -  +  -  +  +  -  -  -  -  -  -  +  +  +  -  +  -  -  -  +  -  -
    translateText an event of the city           -  +  -  +  +  -  -  -  -  +  -  +  +  +  -  +  -  -  -  +  -  -
    translateText the project                    -  +  -  -  -  -  -  -  -  +  +  +  +  +  -  -  -  -  -  +  -  -
    ");
}

#[test]
fn a_caller_has_a_column_of_their_own() {
    let mut columns: Vec<&str> = Caller::ALL.iter().map(|caller| caller.column()).collect();
    columns.sort_unstable();
    columns.dedup();
    assert_eq!(columns.len(), Caller::ALL.len());
    assert!(columns.iter().all(|column| column.len() == 2));
}
