namespace PhasedMigrations.Sql.Lexing;

/// <summary>
/// The keywords that this front end tells apart, each spelled as its lower-case name. Up to <see cref="With"/> stand the words
/// that cannot name a column or table without quotes: "reserved" and "reserved (can be function or type)" in PostgreSQL's
/// appendix C. Everything after it is an ordinary name wherever the grammar does not expect the word.
/// </summary>
internal enum Keyword : ushort
{
    None,

    All, Analyse, Analyze, And, Any, Array, As, Asc, Asymmetric, Authorization, Binary, Both, Case, Cast, Check, Collate,
    Collation, Column, Concurrently, Constraint, Create, Cross, Current_Catalog, Current_Date, Current_Role, Current_Schema,
    Current_Time, Current_Timestamp, Current_User, Default, Deferrable, Desc, Distinct, Do, Else, End, Except, False, Fetch,
    For, Foreign, Freeze, From, Full, Grant, Group, Having, ILike, In, Initially, Inner, Intersect, Into, Is, IsNull, Join,
    Lateral, Leading, Left, Like, Limit, LocalTime, LocalTimestamp, Natural, Not, NotNull, Null, Offset, On, Only, Or, Order,
    Outer, Overlaps, Placing, Primary, References, Returning, Right, Select, Session_User, Similar, Some, Symmetric, Table,
    TableSample, Then, To, Trailing, True, Union, Unique, User, Using, Variadic, Verbose, When, Where, Window, With,

    Abort, Access, Action, Add, After, Aggregate, Alter, Always, Assert, At, Atomic, Attach, Attribute, Before, Begin, Between,
    Bigint, Bit, Boolean, By, Cache, Call, Cascade, Catalog, Chain, Char, Character, Checkpoint, Class, Close, Cluster, Columns,
    Comment, Commit, Committed, Compression, Conflict, Connection, Constraints, Continue, Conversion, Copy, Current, Cycle, Data, Database, Day,
    Deallocate, Dec, Decimal, Declare, Deferred, Delete, Depends, Detach, Diagnostics, Dictionary, Disable, Discard, Domain,
    Double, Drop, Each, ElsIf, ElseIf, Enable, Enforced, Enum, Escape, Event, Exception, Exclude, Excluding, Exclusive, Execute, Exists,
    Exit, Explain, Expression, Extension, Extended, External, Extract, Family, Finalize, First, Float, Following, Force, Foreach,
    Format, Function, Functions, Generated, Get, Global, Granted, Hold, Hour, Identity, If, Immediate, Immutable, Import,
    Include, Including, Increment, Index, Inherit, Inherits, Inline, Input, Insert, Instead, Int, Integer, Interval, Isolation, Key,
    Language, Large, Last, Level, Listen, Load, Local, Location, Lock, Locked, Logged, Loop, Main, Mapping, Match, Matched,
    Materialized, MaxValue, Merge, Method, Minute, MinValue, Mode, Month, Move, Names, National, NChar, Next, No, None_,
    Nothing, Notice, Notify, NoWait, Nulls, Numeric, Object, Objects, Of, Off, Oids, Old, Open, Operator, Option, Options, Ordinality,
    Others, Overriding, Owned, Owner, Parallel, Parameter, Parser, Partial, Partition, Perform, Period, Plain, Plans, Policy,
    Precision, Prepare, Prepared, Preserve, Procedural, Procedure, Procedures, Program, Publication, Query, Raise, Range, Read,
    Real, Reassign, Recursive, Refresh, Reindex, Release, Rename, Repeatable, Replace, Replica, Reset, Restart, Restrict, Return,
    Returns, Revoke, Role, Rollback, Routine, Routines, Row, Rows, Rule, Savepoint, Schema, Schemas, Scroll, Search, Second,
    Security, Sequence, Sequences, Serializable, Server, Session, Set, SetOf, Share, Show, Simple, Skip, Smallint, Snapshot,
    Source, Stable, Start, Statement, Statistics, StdIn, StdOut, Storage, Stored, Strict, Subscription, System, System_User,
    Tables, TableSpace, Target, Temp, Template, Temporary, Text, Time, Timestamp, Transaction, Transform, Trigger, Truncate,
    Trusted, Type, Types, UEscape, Uncommitted, Unlisten, Unlogged, Until, Update, Vacuum, Valid, Validate, Validator, Value,
    Values, VarChar, Varying, Version, View, Virtual, Volatile, While, Within, Without, Work, Wrapper, Write, Year, Zone,
}

internal static class Keywords
{
    /// <summary>True when the word cannot be a column or table name without quotes.</summary>
    public static bool IsReserved(this Keyword keyword) => keyword is > Keyword.None and <= Keyword.With;
}
