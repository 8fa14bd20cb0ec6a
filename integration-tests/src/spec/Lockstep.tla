------------------------------- MODULE Lockstep -------------------------------
(***************************************************************************)
(* The protocol of Lockstep: one epoch on its way through a fleet.         *)
(*                                                                         *)
(* Coordinators.  The journal is the only compare-and-set.  It is kept     *)
(* here as the state that its counted entries make, with their number and  *)
(* term: `Due' and `Wishes' are decide, and `Evolve' is evolve.  A         *)
(* leader is a claim, and its name is its term.  It decides on its own     *)
(* copy, which may be old; an entry counts if its number is the next one   *)
(* and its term is the one in office.  An entry that does not count        *)
(* changes nothing.  A coordinator that crashes, pauses, or does not learn *)
(* the outcome of an append is a leader that takes no more steps until a   *)
(* later moment, or for ever; one that comes back is a further claim.      *)
(*                                                                         *)
(* Network.  Directives and reports are two sets of messages that only     *)
(* grow: each message may be read never, late, more than once, and in any  *)
(* order.  That is loss, delay, duplication and reordering at once.        *)
(*                                                                         *)
(* Nodes.  The ledger is durable: position (number of the last directive   *)
(* received), mandate (number of the last one that binds this node, with   *)
(* its order), incarnation, and the state of each step.  There is one step *)
(* in each phase.  A step of a phase in `Alone' is a statement outside of  *)
(* a transaction: begin, act, probe, done.  Any other one is DDL and       *)
(* ledger in one transaction, which commits only under its own mandate.    *)
(* `work' is what runs in a database now; it outlives the agent that sent  *)
(* it, until the next incarnation takes over and ends it.  A crash and the *)
(* start after it are one action, possible between any two others: an      *)
(* agent that is down is one that takes no steps.  `did' and `undid' count *)
(* how often the effect of a step happened in truth, whatever anybody has  *)
(* written down.                                                           *)
(*                                                                         *)
(* Phases are numbers.  PREFLIGHT is 0: nothing has opened yet.  The last  *)
(* phase is CONTRACT if `Contract' is true, and RELEASE is then the flag   *)
(* that must be recorded before it.  Each rule that a variant takes away   *)
(* has a name; `Broken' holds the names of those that are gone.            *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets, TLC

CONSTANTS
    Roster,        \* the nodes that the epoch binds when it opens
    Late,          \* nodes that follow the directives, and may join
    Dead,          \* nodes whose agent never takes a step
    MayWaive,      \* nodes that may get a waiver
    MayLeave,      \* nodes that may be taken out of the roster
    MayRestore,    \* nodes whose database may be replaced, once, by a backup from before the epoch
    Phases,        \* how many phases have a step
    Alone,         \* phases whose step runs outside of a transaction
    Contract,      \* whether the last phase is CONTRACT
    MayTurnBack,   \* whether somebody may want to roll back
    MaxTerm,       \* how many leaders there may be, one after the other
    MaxCrashes,    \* how often agents crash, all together
    Broken         \* the rules that are taken away

VARIABLES
    journal,       \* the state that all counted entries make
    copies,        \* for each leader, by term: the journal as it knows it
    published,     \* directives that were sent: [number, order]
    reports,       \* reports that were sent
    answered,      \* reports that a coordinator has acknowledged
    ledger,        \* for each node: what is durable in its database
    work,          \* statements and transactions that run in a database
    did, undid,    \* for each node and phase: how often the effect came, went
    stale,         \* nodes where something went forward after undo was decided
    restored       \* for each node: whether a backup took its place ("no"), is held ("held"), or was let in ("back")

vars == <<journal, copies, published, reports, answered, ledger, work, did, undid, stale, restored>>
leaderVars == <<journal, copies, published, answered>>
effects == <<did, undid, stale, restored>>

Nodes == Roster \cup Late
Steps == 1..Phases
Intact(rule) == rule \notin Broken
Symmetry == Permutations(Roster \ (MayWaive \cup MayLeave \cup MayRestore \cup Dead))
NoOrder == [kind |-> "none", phase |-> 0, term |-> 0, nodes |-> {}]

-------------------------------------------------------------------------------
(* What a state of the journal says.                                         *)

JournalAtStart == [number |-> 1, term |-> 1, orders |-> <<>>, heard |-> {}, released |-> FALSE,
                   roster |-> Roster, left |-> {}, waived |-> {}, unwaived |-> {},
                   since |-> [n \in Nodes |-> 1], again |-> [n \in Nodes |-> 0]]

Last(j) == IF j.orders = <<>> THEN NoOrder ELSE j.orders[Len(j.orders)]
Opened(j) == Cardinality({i \in 1..Len(j.orders) : j.orders[i].kind = "open"})
IsContract(phase) == Contract /\ phase = Phases
GoesForward(j) == Last(j).kind \in {"none", "open"}
UndoDecided(j) == \E i \in 1..Len(j.orders) : j.orders[i].kind = "undo"
Ended(j) == Last(j).kind = "close"
Bound(j) == j.roster \ j.waived

Said(j, node, kind, phase) ==
    \E r \in j.heard : r.node = node /\ r.kind = kind /\ r.phase = phase

Acknowledged(j, node, phase) == phase = 0 \/ Said(j, node, "done", phase)

(* A set of names, never a count (I2). *)
AllSaid(j, who, kind, phase) ==
    IF Intact("names")
    THEN \A n \in who : Said(j, n, kind, phase)
    ELSE Cardinality({r \in j.heard : r.kind = kind /\ r.phase = phase}) >= Cardinality(who)

(* The nodes whose word is missing for the next transition (I10). *)
WaitsFor(j) ==
    LET o == Last(j) IN
    CASE o.kind = "open" -> {n \in IF IsContract(o.phase + 1) THEN j.roster ELSE Bound(j) : ~Said(j, n, "done", o.phase)}
      [] o.kind = "halt" -> {n \in j.roster : ~Said(j, n, "halted", 0)}
      [] o.kind = "undo" -> {n \in j.roster : ~Said(j, n, "undone", o.phase)}
      [] OTHER -> {}

-------------------------------------------------------------------------------
(* decide: the events that a leader may append on the state that it knows.   *)

Awaited(j, r) ==
    /\ \/ r.kind = "done" /\ Last(j).kind = "open" /\ Last(j).phase = r.phase
       \/ r.kind = "halted" /\ Last(j).kind = "halt"
       \/ r.kind = "undone" /\ Last(j).kind = "undo" /\ Last(j).phase = r.phase
    /\ IF Intact("names") THEN ~Said(j, r.node, r.kind, r.phase) ELSE r \notin j.heard
    /\ r.incarnation >= j.since[r.node]

MayOpen(j, phase) ==
    /\ GoesForward(j) /\ phase = Opened(j) + 1 /\ phase <= Phases
    /\ phase = 1 \/ ~Intact("acknowledgements") \/ AllSaid(j, Bound(j), "done", phase - 1)
    /\ IsContract(phase) =>
        /\ Intact("waiver holds CONTRACT") => j.waived = {} /\ AllSaid(j, j.roster, "done", phase - 1)
        /\ Intact("release") => j.released

MayUndo(j, phase) ==
    \/ /\ Last(j).kind = "halt" /\ phase = Opened(j)
       /\ Intact("halt acknowledgements") => AllSaid(j, j.roster, "halted", 0)
    \/ /\ Last(j).kind = "undo" /\ phase = Last(j).phase - 1 /\ phase > 0
       /\ Intact("undo acknowledgements") => AllSaid(j, j.roster, "undone", phase + 1)

MayClose(j, phase) ==
    \/ /\ phase = Phases /\ GoesForward(j) /\ Opened(j) = Phases
       /\ AllSaid(j, Bound(j), "done", Phases)
    \/ /\ phase = 0 /\ Last(j).kind = "undo" /\ Last(j).phase = 1
       /\ AllSaid(j, j.roster, "undone", 1)

(* At the tail or one behind, as the journal knows it. *)
HasCaughtUp(j, node) ==
    \/ Acknowledged(j, node, Opened(j))
    \/ Opened(j) > 0 /\ Acknowledged(j, node, Opened(j) - 1)

When(condition, events) == IF condition THEN events ELSE {}

(* What follows from the state by itself. *)
DueOrders(j) ==
    {[kind |-> "open", phase |-> p] : p \in {p \in Steps : MayOpen(j, p)}}
    \cup {[kind |-> "undo", phase |-> p] : p \in {p \in Steps : MayUndo(j, p)}}
    \cup {[kind |-> "close", phase |-> p] : p \in {p \in {0, Phases} : MayClose(j, p)}}

Due(j) ==
    {[kind |-> "hear", report |-> r] : r \in {r \in reports : Awaited(j, r)}}
    \cup DueOrders(j)
    \cup {[kind |-> "unwaive", node |-> n] : n \in {n \in j.waived : GoesForward(j) /\ HasCaughtUp(j, n)}}
    \cup When(Contract /\ ~j.released /\ GoesForward(j) /\ Opened(j) = Phases - 1
                /\ AllSaid(j, Bound(j), "done", Phases - 1), {[kind |-> "release"]})

(* What people, or a failed step, may ask for. *)
Wishes(j) ==
    When(MayTurnBack /\ Last(j).kind = "open" /\ ~IsContract(Opened(j)), {[kind |-> "halt", phase |-> 0]})
    \cup {[kind |-> "waive", node |-> n] :
            n \in {n \in (MayWaive \cap Bound(j)) \ j.unwaived :
                    GoesForward(j) /\ Opened(j) > 0 /\ ~IsContract(Opened(j)) /\ Bound(j) # {n}}}
    \cup {[kind |-> "join", node |-> n] :
            n \in {n \in Late \ (j.roster \cup j.left) :
                    GoesForward(j) /\ (Intact("caught up") => HasCaughtUp(j, n))}}
    \cup {[kind |-> "leave", node |-> n] :
            n \in {n \in MayLeave \cap j.roster : Opened(j) > 0 /\ ~Ended(j) /\ j.roster # {n}}}
    \cup {[kind |-> "again", node |-> n, incarnation |-> ledger[n].incarnation] :
            n \in {n \in MayRestore \cap j.roster :
                    /\ restored[n] = "held" /\ j.since[n] < ledger[n].incarnation
                    /\ Opened(j) > 0 /\ ~Ended(j) /\ ~IsContract(Opened(j))}}

(* evolve: what an event makes of a state. *)
Evolve(j, event, term) ==
    LET k == [j EXCEPT !.number = @ + 1] IN
    CASE event.kind = "hear" -> [k EXCEPT !.heard = @ \cup {event.report}]
      [] event.kind = "release" -> [k EXCEPT !.released = TRUE]
      [] event.kind = "waive" -> [k EXCEPT !.waived = @ \cup {event.node}]
      [] event.kind = "unwaive" -> [k EXCEPT !.waived = @ \ {event.node}, !.unwaived = @ \cup {event.node}]
      [] event.kind = "join" -> [k EXCEPT !.roster = @ \cup {event.node}]
      [] event.kind = "again" ->
            [k EXCEPT !.since[event.node] = event.incarnation,
                      !.again[event.node] = Len(j.orders),
                      !.heard = IF Intact("again") THEN {r \in @ : r.node # event.node} ELSE @,
                      !.waived = IF GoesForward(j) /\ Intact("again") THEN @ \cup {event.node} ELSE @]
      [] event.kind = "leave" ->
            [k EXCEPT !.roster = @ \ {event.node}, !.waived = @ \ {event.node}, !.left = @ \cup {event.node}]
      [] OTHER ->
            [k EXCEPT !.orders = Append(@, [kind |-> event.kind, phase |-> event.phase, term |-> term,
                                            nodes |-> Nodes \ j.left])]

(* Whether an entry of this leader counts (L2). *)
Counts(term) ==
    /\ Intact("compare-and-set") => copies[term].number = journal.number
    /\ Intact("term check") => term = journal.term

-------------------------------------------------------------------------------
(* The coordinators' actions.                                                *)

Leaders == 1..Len(copies)

(* On what it has read: all of it, or the claim does not count. *)
Claim ==
    /\ journal.term < MaxTerm
    /\ \E known \in {journal} \cup When(~Intact("compare-and-set") /\ journal.term = 1, {JournalAtStart}) :
        /\ journal' = [journal EXCEPT !.number = @ + 1, !.term = @ + 1]
        /\ copies' = Append(copies, [known EXCEPT !.number = @ + 1, !.term = @ + 1])
    /\ UNCHANGED <<published, reports, answered, ledger, work, effects>>

(* Append, and read back as counted; then, and only then, answer. *)
Enter(term, event) ==
    /\ journal' = Evolve(journal, event, term)
    /\ copies' = [copies EXCEPT ![term] = Evolve(@, event, term)]
    /\ answered' = IF event.kind = "hear" THEN answered \cup {event.report} ELSE answered
    /\ UNCHANGED <<published, reports, ledger, work, effects>>

Decide(term) == Counts(term) /\ \E event \in Due(copies[term]) \cup Wishes(copies[term]) : Enter(term, event)

DecideWhatIsDue(term) == Counts(term) /\ \E event \in Due(copies[term]) : Enter(term, event)

JoinUnchecked(term) ==
    /\ ~Intact("membership check")
    /\ \E event \in Wishes(copies[term]) : event.kind = "join" /\ Enter(term, event)

AnswerEarly(term) ==
    /\ ~Intact("answer after the journal")
    /\ \E r \in reports : Awaited(copies[term], r) /\ answered' = answered \cup {r}
    /\ UNCHANGED <<journal, copies, published, reports, ledger, work, effects>>

(* A leader that does not look at terms goes on reading, and deciding. *)
ReadOn(term) ==
    /\ ~Intact("term check") /\ copies[term] # journal
    /\ copies' = [copies EXCEPT ![term] = journal]
    /\ UNCHANGED <<journal, published, reports, answered, ledger, work, effects>>

(* In order, what the journal holds, whoever has decided it (L5). *)
Publish(term) ==
    LET known == IF Intact("journal first") THEN {copies[term]}
                 ELSE {Evolve(copies[term], e, term) : e \in DueOrders(copies[term])}
    IN /\ \E j \in known : \E i \in 1..Len(j.orders) :
            LET m == [number |-> i, order |-> j.orders[i]] IN
            /\ m \notin published
            /\ Intact("republish") \/ (term = journal.term /\ m.order.term = term)
            /\ \A k \in 1..(i - 1) : \E sent \in published : sent.number = k
            /\ published' = published \cup {m}
       /\ UNCHANGED <<journal, copies, reports, answered, ledger, work, effects>>

-------------------------------------------------------------------------------
(* What a ledger says.                                                       *)

Own(n) == {w \in work : w.node = n /\ w.incarnation = ledger[n].incarnation}
Unsettled(n) == {p \in Steps : ledger[n].steps[p] \in {"begun", "undoing"}}

(* The step that the order wants next, and its way: at most one. *)
Wanted(n) ==
    LET o == ledger[n].order
        s == ledger[n].steps
    IN  {[phase |-> p, way |-> "do"] :
            p \in {p \in Steps : o.kind = "open" /\ p <= o.phase /\ s[p] # "done"
                                  /\ \A q \in 1..(p - 1) : s[q] = "done"}}
        \cup {[phase |-> p, way |-> "undo"] :
            p \in {p \in Steps : o.kind = "undo" /\ p >= o.phase /\ s[p] # "no"
                                  /\ \A q \in (p + 1)..Phases : s[q] = "no"}}

Statement(n, wanted) ==
    [node |-> n, incarnation |-> ledger[n].incarnation, mandate |-> ledger[n].mandate,
     phase |-> wanted.phase, way |-> wanted.way, acted |-> FALSE]

Finished(way) == IF way = "do" THEN "done" ELSE "no"
SetStep(n, p, state) == ledger' = [ledger EXCEPT ![n].steps[p] = state]
Present(n, p) == did[n][p] > undid[n][p]
Level(n) == Cardinality({p \in Steps : Present(n, p)})

(* The effect of a statement happens: in truth, whatever is written down. *)
Effect(w) ==
    IF w.way = "do"
    THEN /\ did' = [did EXCEPT ![w.node][w.phase] = @ + 1]
         /\ stale' = IF UndoDecided(journal) THEN stale \cup {w.node} ELSE stale
         /\ UNCHANGED <<undid, restored>>
    ELSE /\ undid' = [undid EXCEPT ![w.node][w.phase] = @ + 1]
         /\ UNCHANGED <<did, stale, restored>>

-------------------------------------------------------------------------------
(* The nodes' actions.                                                       *)

Acceptable(n, m) ==
    CASE ~Intact("position check") -> m.number # ledger[n].position
      [] ~Intact("fence by number") -> m.number # ledger[n].position /\ m.order.term >= ledger[n].order.term
      [] OTHER -> m.number = ledger[n].position + 1

(* Receipt is not execution (N1). *)
Receive(n) ==
    /\ \E m \in published :
        /\ Acceptable(n, m)
        /\ ledger' = [ledger EXCEPT ![n].position = m.number,
                                    ![n].mandate = IF n \in m.order.nodes THEN m.number ELSE @,
                                    ![n].order = IF n \in m.order.nodes THEN m.order ELSE @]
    /\ UNCHANGED <<leaderVars, reports, work, effects>>

Begin(n) ==
    /\ Own(n) = {} /\ Unsettled(n) = {}
    /\ \E x \in Wanted(n) :
        /\ work' = work \cup {Statement(n, x)}
        /\ CASE x.phase \in Alone -> SetStep(n, x.phase, IF x.way = "do" THEN "begun" ELSE "undoing")
             [] ~Intact("not ledger first") -> SetStep(n, x.phase, Finished(x.way))
             [] OTHER -> UNCHANGED ledger
    /\ UNCHANGED <<leaderVars, reports, effects>>

(* What an agent that trusts its memory keeps of a statement that has acted. *)
Remembered(w, rule) == IF Intact(rule) THEN {} ELSE {[w EXCEPT !.acted = TRUE]}

(* A statement outside of a transaction runs to its end, whether its agent lives or not. *)
Act(w) ==
    /\ w.phase \in Alone /\ ~w.acted
    /\ Effect(w)
    /\ work' = (work \ {w}) \cup Remembered(w, "probe")
    /\ UNCHANGED <<leaderVars, reports, ledger>>

(* DDL and ledger in one, under the mandate and the incarnation that it began with; or nothing. *)
Commit(w) ==
    LET n == w.node
        mayCommit == /\ Intact("mandate at commit") => w.mandate = ledger[n].mandate
                     /\ w.incarnation = ledger[n].incarnation
    IN  /\ w.phase \notin Alone /\ ~w.acted
        /\ IF mayCommit
           THEN /\ Effect(w)
                /\ work' = (work \ {w}) \cup Remembered(w, "not DDL first")
                /\ IF Intact("not DDL first") THEN SetStep(n, w.phase, Finished(w.way)) ELSE UNCHANGED ledger
           ELSE /\ work' = work \ {w}
                /\ UNCHANGED <<ledger, effects>>
        /\ UNCHANGED <<leaderVars, reports>>

RecordFromMemory(w) ==
    /\ w.acted
    /\ work' = work \ {w}
    /\ SetStep(w.node, w.phase, Finished(w.way))
    /\ UNCHANGED <<leaderVars, reports, effects>>

(* A step that is begun and not done, with nothing of this agent running: the catalog decides (N5). *)
Probe(n) ==
    /\ Own(n) = {}
    /\ \E p \in Unsettled(n) :
        LET way == IF ledger[n].steps[p] = "begun" THEN "do" ELSE "undo"
            isThere == Intact("probe") /\ (Present(n, p) <=> way = "do")
            wanted == [phase |-> p, way |-> way]
        IN  CASE isThere -> SetStep(n, p, Finished(way)) /\ UNCHANGED work
              [] ~isThere /\ wanted \in Wanted(n) -> work' = work \cup {Statement(n, wanted)} /\ UNCHANGED ledger
              [] OTHER -> SetStep(n, p, IF way = "do" THEN "no" ELSE "done") /\ UNCHANGED work
    /\ UNCHANGED <<leaderVars, reports, effects>>

(* What the ledger, and nothing else, lets a node report of its order: at most one. *)
Outcomes(n) ==
    LET o == ledger[n].order
        s == ledger[n].steps
        isDone(p) == s[p] = "done" \/ (~Intact("report from the ledger") /\ \E w \in Own(n) : w.phase = p)
    IN  CASE o.kind = "open" /\ \A p \in 1..o.phase : isDone(p) -> {"done"}
          [] o.kind = "halt" /\ Unsettled(n) = {} -> {"halted"}
          [] o.kind = "undo" /\ \A p \in o.phase..Phases : s[p] = "no" -> {"undone"}
          [] OTHER -> {}

Report(n) ==
    /\ \E kind \in Outcomes(n) :
        LET r == [node |-> n, incarnation |-> ledger[n].incarnation, kind |-> kind, phase |-> ledger[n].order.phase]
        IN r \notin reports /\ reports' = reports \cup {r}
    /\ UNCHANGED <<leaderVars, ledger, work, effects>>

Crashes == Cardinality({x \in Nodes \X (1..MaxCrashes) : x[2] < ledger[x[1]].incarnation})

(* A crash or a pause, and the start of a successor: a higher incarnation, and whatever ran is ended (N3, N4). *)
CrashAndTakeOver(n) ==
    /\ Crashes < MaxCrashes
    /\ ledger' = [ledger EXCEPT ![n].incarnation = @ + 1]
    /\ work' = {w \in work : w.node # n \/ (~Intact("end the predecessor") /\ ~w.acted)}
    /\ UNCHANGED <<leaderVars, reports, effects>>

LedgerAtStart == [position |-> 0, mandate |-> 0, order |-> NoOrder, incarnation |-> 1, steps |-> [p \in Steps |-> "no"]]

(* Somebody puts a backup from before the epoch in the place of a database; an agent takes it over, and is held. *)
Restore(n) ==
    /\ n \in MayRestore /\ restored[n] = "no" /\ ledger[n].position > 0
    /\ restored' = [restored EXCEPT ![n] = "held"]
    /\ ledger' = [ledger EXCEPT ![n] = [LedgerAtStart EXCEPT !.incarnation = ledger[n].incarnation + 1]]
    /\ work' = {w \in work : w.node # n}
    /\ did' = [did EXCEPT ![n] = [p \in Steps |-> 0]] /\ undid' = [undid EXCEPT ![n] = [p \in Steps |-> 0]]
    /\ stale' = stale \ {n}
    /\ UNCHANGED <<leaderVars, reports>>

(* It hears that it was let in when its ledger has received all that was ordered before. *)
LetIn(n) ==
    /\ restored[n] = "held" /\ journal.since[n] = ledger[n].incarnation /\ ledger[n].position >= journal.again[n]
    /\ restored' = [restored EXCEPT ![n] = "back"]
    /\ UNCHANGED <<leaderVars, reports, ledger, work, did, undid, stale>>

IsHeld(n) == restored[n] = "held"

-------------------------------------------------------------------------------
Init ==
    /\ journal = JournalAtStart
    /\ copies = <<journal>>
    /\ published = {} /\ reports = {} /\ answered = {}
    /\ ledger = [n \in Nodes |-> LedgerAtStart]
    /\ work = {}
    /\ did = [n \in Nodes |-> [p \in Steps |-> 0]] /\ undid = did
    /\ stale = {} /\ restored = [n \in Nodes |-> "no"]

(* A node that is held executes nothing. *)
NodeStep(n) ==
    \/ Receive(n) \/ LetIn(n)
    \/ ~IsHeld(n) /\ (Begin(n) \/ Probe(n) \/ Report(n))
    \/ \E w \in work : w.node = n /\ (Act(w) \/ Commit(w) \/ RecordFromMemory(w))

Next ==
    \/ Claim
    \/ \E t \in Leaders : Decide(t) \/ JoinUnchecked(t) \/ Publish(t) \/ AnswerEarly(t) \/ ReadOn(t)
    \/ \E n \in Nodes \ Dead : NodeStep(n) \/ CrashAndTakeOver(n) \/ Restore(n)

Spec == Init /\ [][Next]_vars

(* Faults stop: the leader in office and the nodes that live go on. Nobody has to roll back, waive, join or leave. *)
Fair ==
    /\ WF_vars(\E t \in Leaders : DecideWhatIsDue(t))
    /\ WF_vars(\E t \in Leaders : t = journal.term /\ Publish(t))
    /\ \A n \in Nodes \ Dead : WF_vars(NodeStep(n))

FairSpec == Spec /\ Fair

-------------------------------------------------------------------------------
(* The promise.                                                              *)

(* What was true of a database that has been replaced is not true of the other one; nor is it counted on once it is let in. *)
Kept == {n \in Bound(journal) : restored[n] = "no"}

(* I1 *)
Adjacent == \A m, n \in Kept : Level(m) <= Level(n) + 1

Started(n, p) == did[n][p] > 0 \/ ledger[n].steps[p] = "begun"
UndoStarted(n, p) == undid[n][p] > 0 \/ ledger[n].steps[p] = "undoing"

(* I2, forward and back *)
Barrier == \A m, n \in Kept : \A p \in 1..(Phases - 1) :
    /\ Started(n, p + 1) => did[m][p] > 0
    /\ UndoStarted(n, p) => ~Present(m, p + 1)

(* I3 *)
ExactlyOnceInOrder == \A n \in Nodes : \A p \in Steps :
    /\ did[n][p] <= 1 /\ undid[n][p] <= did[n][p]
    /\ Present(n, p) => \A q \in 1..(p - 1) : Present(n, q)

LedgerTrue == \A n \in Nodes : \A p \in Steps :
    /\ ledger[n].steps[p] = "done" => Present(n, p)
    /\ ledger[n].steps[p] = "no" => ~Present(n, p)

(* I4 *)
NoAhead == \A n \in Nodes :
    /\ ledger[n].position <= Len(journal.orders)
    /\ \A p \in Steps : Started(n, p) => p <= Opened(journal)

StaleNeverDecides == \A i \in 1..(Len(journal.orders) - 1) : journal.orders[i].term <= journal.orders[i + 1].term

OneDriver == \A w \in work : w.incarnation = ledger[w.node].incarnation

(* I5 *)
LogFirst == \A m \in published : m.number <= Len(journal.orders)

Agree == \A m \in published : m.number <= Len(journal.orders) => m.order = journal.orders[m.number]

AnsweredIsKept == {r \in answered : r.incarnation >= journal.since[r.node]} \subseteq journal.heard

AckTruth == \A r \in {r \in reports : restored[r.node] = "no" \/ (r.incarnation >= journal.since[r.node] /\ ~IsHeld(r.node))} :
    /\ r.kind = "done" => \A p \in 1..r.phase :
        did[r.node][p] > 0 /\ (ledger[r.node].steps[p] \in {"no", "begun"} => undid[r.node][p] > 0)
    /\ r.kind = "undone" => \A p \in r.phase..Phases : ~Present(r.node, p)

(* I6 *)
QuietBeforeUndo == stale \cap journal.roster = {}

AbortFinal == \A i, k \in 1..Len(journal.orders) :
    i < k /\ journal.orders[i].kind \in {"halt", "undo", "close"} => journal.orders[k].kind # "open"

(* I8, as far as it is the protocol's: an epoch that has ended has ended alike on every node *)
EndsAlike == Ended(journal) =>
    \A n \in Bound(journal) \cup {n \in journal.roster : restored[n] = "back"} : IsHeld(n) \/ Level(n) = Last(journal).phase

(* I9 *)
NoDestructiveEarly == Contract /\ Opened(journal) = Phases =>
    /\ journal.released /\ journal.waived = {}
    /\ \A n \in journal.roster : Phases > 1 => did[n][Phases - 1] > 0 \/ IsHeld(n)

JoinSafe == \A n \in (Late \cap journal.roster) :
    GoesForward(journal) /\ Opened(journal) > 1 => did[n][Opened(journal) - 1] > 0

RemoveSafe == Roster \ journal.roster \subseteq journal.left /\ journal.left \cap journal.roster = {}

(* I10 *)
Terminates == <>[]Ended(journal)

BlocksVisibly == <>[](WaitsFor(journal) # {} /\ WaitsFor(journal) \subseteq Dead)
===============================================================================
