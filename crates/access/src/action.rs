//! What can be done, as the policy knows it.

use async_graphql::Enum;
use kernel::actor::Scope;

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident: $text:literal, $scope:ident, $on:ident;)*) => {
        /// What can be done in the network. Each is decided by the policy, for the mandate that it
        /// is done under.
        #[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action { $($(#[$doc])* $name,)* }

        impl Action {
            /// Every action there is.
            pub const ALL: &[Action] = &[$(Action::$name,)*];

            /// Its name in the policies.
            pub const fn as_str(self) -> &'static str {
                match self { $(Action::$name => $text,)* }
            }

            /// The field it belongs to, which mandates and tokens are limited by.
            pub const fn scope(self) -> Scope {
                match self { $(Action::$name => Scope::$scope,)* }
            }

            /// What it is done to.
            pub const fn on(self) -> On {
                match self { $(Action::$name => On::$on,)* }
            }
        }
    };
}

/// What kind of thing an action is done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// The record of the network as a whole.
    Network,
    /// A city, an organisation or the secretariat.
    Party,
    /// A mandate.
    Mandate,
    /// A person.
    Person,
    /// A city.
    City,
    /// A project.
    Project,
    /// An event.
    Event,
    /// A registration for an event, or a delegation with all of its own.
    Registration,
    /// Whatever has texts: to a theme as the record of the network, to a part of a project or an event
    /// as to the project or the event.
    Texts,
}

actions! {
    /// Record or correct what is known of a city.
    RecordCity: "recordCity", Record, Network;
    /// Record or correct a theme.
    RecordTheme: "recordTheme", Record, Network;
    /// Record or correct what is known of a project.
    RecordProject: "recordProject", Projects, Network;
    /// Record or correct what is known of an event.
    RecordEvent: "recordEvent", Events, Network;
    /// Record or correct a series of events.
    RecordEventSeries: "recordEventSeries", Events, Network;
    /// Record or correct what is known of an organisation.
    RecordOrganisation: "recordOrganisation", Record, Network;
    /// Let a person act for a city, an organisation or the secretariat.
    GrantMandate: "grantMandate", People, Party;
    /// Limit a mandate: what it is for, or how long it holds.
    LimitMandate: "limitMandate", People, Mandate;
    /// End a mandate, or lay down one's own.
    EndMandate: "endMandate", People, Mandate;
    /// Invite somebody by e-mail to take up a mandate.
    InviteToMandate: "inviteToMandate", People, Party;
    /// Take an invitation back.
    WithdrawInvitation: "withdrawInvitation", People, Party;
    /// Take up a mandate that one was invited to.
    TakeUpMandate: "takeUpMandate", Account, Person;
    /// Change a person's name, language, or who may see them.
    UpdatePerson: "updatePerson", Account, Person;
    /// Follow a city, a project, an event, a theme or an organisation.
    Follow: "follow", Account, Person;
    /// Follow it no longer.
    Unfollow: "unfollow", Account, Person;
    /// Make a token that a program shows to act for a person.
    CreateApiToken: "createApiToken", Account, Person;
    /// End a token.
    RevokeApiToken: "revokeApiToken", Account, Person;
    /// End a person's sessions.
    SignOut: "signOut", Account, Person;
    /// Hand out everything that is kept of a person.
    ExportPersonalData: "exportPersonalData", Account, Person;
    /// Erase a person.
    ErasePerson: "erasePerson", Account, Person;
    /// Agree to be named as a speaker.
    AgreeToSpeak: "agreeToSpeak", Account, Person;
    /// Decline to be named as a speaker.
    DeclineToSpeak: "declineToSpeak", Account, Person;
    /// Invite a city to join the network.
    InviteCity: "inviteCity", Membership, City;
    /// Decline, for a city, an invitation to join the network.
    DeclineMembership: "declineMembership", Membership, City;
    /// Ask, for a city, to be admitted to the network.
    ApplyForMembership: "applyForMembership", Membership, City;
    /// Admit a city to the network.
    AdmitCity: "admitCity", Membership, City;
    /// Refuse a city that asked to be admitted.
    RefuseCity: "refuseCity", Membership, City;
    /// Suspend the membership of a city.
    SuspendCity: "suspendCity", Membership, City;
    /// End the suspension of a city.
    ReinstateCity: "reinstateCity", Membership, City;
    /// Leave the network, for a city.
    LeaveNetwork: "leaveNetwork", Membership, City;
    /// Change what is said of a city.
    UpdateCity: "updateCity", Record, City;
    /// Start a project, in the name of a city or an organisation.
    StartProject: "startProject", Projects, Party;
    /// Offer that a city or an organisation takes part in a project.
    ExpressInterest: "expressInterest", Projects, Party;
    /// Accept a part in a project, or its lead.
    AcceptPartnership: "acceptPartnership", Projects, Party;
    /// Decline a part in a project, or its lead.
    DeclinePartnership: "declinePartnership", Projects, Party;
    /// Leave a project, or take the interest in one back.
    WithdrawFromProject: "withdrawFromProject", Projects, Party;
    /// Change what is said of a project.
    UpdateProject: "updateProject", Projects, Project;
    /// Put an idea to the network.
    ProposeProject: "proposeProject", Projects, Project;
    /// Say that a project is under way.
    LaunchProject: "launchProject", Projects, Project;
    /// End a project, with what it came to.
    CompleteProject: "completeProject", Projects, Project;
    /// Give a project up.
    AbandonProject: "abandonProject", Projects, Project;
    /// Invite a city or an organisation to take part in a project.
    InvitePartner: "invitePartner", Projects, Project;
    /// Take back what a project has offered.
    WithdrawPartnership: "withdrawPartnership", Projects, Project;
    /// Answer who would like to take part in a project.
    AnswerInterest: "answerInterest", Projects, Project;
    /// Hand a project to another city.
    ChangeProjectLead: "changeProjectLead", Projects, Project;
    /// Add a milestone to a project.
    AddMilestone: "addMilestone", Projects, Project;
    /// Change a milestone.
    ChangeMilestone: "changeMilestone", Projects, Project;
    /// Say that a milestone is reached.
    ReachMilestone: "reachMilestone", Projects, Project;
    /// Remove a milestone.
    RemoveMilestone: "removeMilestone", Projects, Project;
    /// Say what a project looks for, or has to give.
    AddNeed: "addNeed", Projects, Project;
    /// Say that a project has found what it looked for, or given what it had.
    CompleteNeed: "completeNeed", Projects, Project;
    /// Remove what a project looks for, or has to give.
    RemoveNeed: "removeNeed", Projects, Project;
    /// Change the documents of a project.
    SetProjectDocuments: "setProjectDocuments", Projects, Project;
    /// Change the public figures of a project.
    SetProjectBudget: "setProjectBudget", Projects, Project;
    /// Publish news of a project.
    PublishUpdate: "publishUpdate", Projects, Project;
    /// Edit news of a project.
    EditUpdate: "editUpdate", Projects, Project;
    /// Remove news of a project.
    RemoveUpdate: "removeUpdate", Projects, Project;
    /// Prepare an event, in the name of a city, an organisation or the secretariat.
    CreateEvent: "createEvent", Events, Party;
    /// Accept to host an event, or to make it together with others.
    AcceptEventRole: "acceptEventRole", Events, Party;
    /// Decline to host an event or to make it, or leave those who make it.
    DeclineEventRole: "declineEventRole", Events, Party;
    /// Change what is said of an event.
    EditEvent: "editEvent", Events, Event;
    /// Announce an event.
    AnnounceEvent: "announceEvent", Events, Event;
    /// Postpone an event.
    PostponeEvent: "postponeEvent", Events, Event;
    /// Cancel an event.
    CancelEvent: "cancelEvent", Events, Event;
    /// Say that an event took place.
    HoldEvent: "holdEvent", Events, Event;
    /// Say what came of an event.
    SetEventResults: "setEventResults", Events, Event;
    /// Add a session to the programme of an event.
    AddSession: "addSession", Events, Event;
    /// Change what is said of a session.
    EditSession: "editSession", Events, Event;
    /// Move a session to another time or place.
    MoveSession: "moveSession", Events, Event;
    /// Remove a session from the programme of an event.
    RemoveSession: "removeSession", Events, Event;
    /// Say how one registers for an event.
    SetRegistration: "setRegistration", Events, Event;
    /// Give seats to delegations.
    AllotSeats: "allotSeats", Events, Event;
    /// Register guests of an event by name.
    RegisterGuests: "registerGuests", Events, Event;
    /// Confirm or refuse who asked to come to an event.
    ConfirmRegistration: "confirmRegistration", Events, Event;
    /// Let in who shows a code, or take that back.
    CheckIn: "checkIn", Events, Event;
    /// Register oneself for an event, and look after one's own registration.
    Register: "register", Account, Person;
    /// Look after the registration of somebody else: edit it, cancel it, offer its seat.
    ManageRegistration: "manageRegistration", Events, Registration;
    /// Register people under a delegation, or give its seats back.
    RegisterDelegation: "registerDelegation", Events, Registration;
    /// Say who heads the delegation of a city or an organisation.
    NameDelegationHead: "nameDelegationHead", Events, Party;
    /// Write the texts of a node in its original language.
    WriteText: "writeText", Texts, Texts;
    /// Write the texts of a node in another language.
    TranslateText: "translateText", Texts, Texts;
}
