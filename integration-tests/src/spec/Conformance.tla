----------------------------- MODULE Conformance ------------------------------
(***************************************************************************)
(* Whether histories of the code are behaviours of the specification.      *)
(*                                                                         *)
(* A history is what a journal says of one epoch, from the moment when its *)
(* first phase opened.  Each of its entries must be one that `Due' or      *)
(* `Wishes' allows in the state that the entries before have made.  What   *)
(* the journal does not show must have been possible: before a report is   *)
(* heard, its node must have been able to receive the orders, to do what   *)
(* they say, and to report it.  That part is guided by what is heard, so   *)
(* each history has one behaviour, and a history that is none ends in a    *)
(* deadlock.  A backup is one from before the epoch, and steps are in one  *)
(* transaction with the ledger: what is inside a node is for the           *)
(* simulation's own checker.                                               *)
(***************************************************************************)
EXTENDS Lockstep

CONSTANT Histories   \* a sequence of sequences of tuples: the kind, and what belongs to it

VARIABLES
    which,           \* the history
    at,              \* how much of it has happened
    rest             \* what is left of it

Seen == Head(rest)
Leader == Len(copies)

IsHeard == Seen[1] \in {"done", "halted", "undone"}
Heard == [node |-> Seen[2], incarnation |-> Seen[3], kind |-> Seen[1], phase |-> Seen[4]]

SeenEvent ==
    CASE IsHeard -> [kind |-> "hear", report |-> Heard]
      [] Seen[1] \in {"open", "halt", "undo", "close"} -> [kind |-> Seen[1], phase |-> Seen[2]]
      [] Seen[1] = "again" -> [kind |-> "again", node |-> Seen[2], incarnation |-> ledger[Seen[2]].incarnation]
      [] Seen[1] = "release" -> [kind |-> "release"]
      [] OTHER -> [kind |-> Seen[1], node |-> Seen[2]]

Happen ==
    IF Seen[1] = "claim"
    THEN Claim
    ELSE /\ Counts(Leader)
         /\ SeenEvent \in Due(copies[Leader]) \cup Wishes(copies[Leader])
         /\ Enter(Leader, SeenEvent)

(* Something that the journal does not show must have come before. *)
IsMissing ==
    CASE IsHeard -> Heard \notin reports
      [] Seen[1] = "again" -> restored[Seen[2]] = "no"
      [] OTHER -> FALSE

BeforeRestored(n) == IF ledger[n].position = 0 THEN Receive(n) ELSE Restore(n)

BeforeHeard(n) ==
    IF ledger[n].incarnation < Heard.incarnation THEN CrashAndTakeOver(n)
    ELSE IF ledger[n].position < Len(journal.orders) THEN Receive(n)
    ELSE IF IsHeld(n) THEN LetIn(n)
    ELSE IF Heard.kind \in Outcomes(n) THEN Report(n)
    ELSE IF Own(n) # {} THEN \E w \in Own(n) : Commit(w)
    ELSE Begin(n)

Explain ==
    IF Cardinality(published) < Len(journal.orders) THEN Publish(Leader)
    ELSE IF IsHeard THEN BeforeHeard(Seen[2])
    ELSE BeforeRestored(Seen[2])

HistoryInit == Init /\ which \in 1..Len(Histories) /\ at = 0 /\ rest = Histories[which]

HistoryNext ==
    \/ /\ rest # <<>>
       /\ IF IsMissing
          THEN Explain /\ UNCHANGED <<at, rest>>
          ELSE Happen /\ at' = at + 1 /\ rest' = Tail(rest)
       /\ UNCHANGED which
    \/ rest = <<>> /\ UNCHANGED <<vars, which, at, rest>>
===============================================================================
