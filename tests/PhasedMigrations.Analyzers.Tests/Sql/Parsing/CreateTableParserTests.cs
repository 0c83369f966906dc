namespace PhasedMigrations.Analyzers.Tests.Sql.Parsing;

public sealed class CreateTableParserTests
{
    [Theory]
    [InlineData(
        "CREATE TABLE t (id bigint PRIMARY KEY, a int NOT NULL DEFAULT 1, CONSTRAINT c CHECK (a > 0), UNIQUE (a), FOREIGN KEY (a) REFERENCES p)",
        "CreateTable(Table=t, Columns=[Column(Name=id, Type=bigint, Constraints=[Unique(IsPrimaryKey)]), Column(Name=a, Type=integer, Constraints=[NotNull, Default(Value=`1`)])], Constraints=[Check(Condition=`a > 0`, Name=c), Unique(Columns=[a]), ForeignKey(Columns=[a], PrincipalTable=p, OnUpdate=NoAction, OnDelete=NoAction)])")]
    [InlineData(
        "CREATE TEMP TABLE IF NOT EXISTS t () INHERITS (a, s.b) ON COMMIT DROP",
        "CreateTable(Table=t, IsTemporary, IfNotExists, Parents=[a, s.b])")]
    [InlineData(
        "CREATE UNLOGGED TABLE s.t (LIKE u INCLUDING ALL EXCLUDING INDEXES, a serial) WITH (fillfactor = 50) TABLESPACE x",
        "CreateTable(Table=s.t, IsUnlogged, Columns=[Column(Name=a, Type=serial)], Likes=[u])")]
    [InlineData(
        "CREATE TABLE t (a int, b date) PARTITION BY RANGE (b)",
        "CreateTable(Table=t, Columns=[Column(Name=a, Type=integer), Column(Name=b, Type=date)], IsPartitioned)")]
    [InlineData(
        "CREATE TABLE p PARTITION OF t (a WITH OPTIONS NOT NULL, CHECK (a > 0)) FOR VALUES FROM ('2020-01-01') TO ('2021-01-01') PARTITION BY LIST (a)",
        "CreateTable(Table=p, Columns=[Column(Name=a, Constraints=[NotNull])], Constraints=[Check(Condition=`a > 0`)], PartitionOf=PartitionParent(Table=t, Bounds=`FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')`), IsPartitioned)")]
    [InlineData(
        "CREATE TABLE p PARTITION OF t DEFAULT",
        "CreateTable(Table=p, PartitionOf=PartitionParent(Table=t, Bounds=`DEFAULT`))")]
    [InlineData(
        "CREATE TABLE t OF ty (a PRIMARY KEY)",
        "CreateTable(Table=t, Columns=[Column(Name=a, Constraints=[Unique(IsPrimaryKey)])])")]
    [InlineData("CREATE TABLE t AS SELECT 1", "CreateTable(Table=t, Query=`SELECT 1`)")]
    [InlineData(
        "CREATE TABLE IF NOT EXISTS t (a, b) USING heap AS VALUES (1, 2) WITH NO DATA",
        "CreateTable(Table=t, IfNotExists, Query=`VALUES (1, 2) WITH NO DATA`)")]
    [InlineData(
        "CREATE FOREIGN TABLE f (a int OPTIONS (column_name 'x')) SERVER s OPTIONS (schema_name 'y')",
        "CreateTable(Table=f, IsForeign, Columns=[Column(Name=a, Type=integer)])")]
    [InlineData(
        "CREATE TABLE t (a character varying(10), b double precision, c timestamp(3), d time with time zone, e national character(3), f bit varying(4), g float(10), h interval day to second(3), i \"char\", j pg_catalog.int4, k s.ty[], l int ARRAY[3], m setof x.y%TYPE)",
        "CreateTable(Table=t, Columns=[Column(Name=a, Type=character varying(10)), Column(Name=b, Type=double precision), Column(Name=c, Type=timestamp without time zone(3)), Column(Name=d, Type=time with time zone), Column(Name=e, Type=character(3)), Column(Name=f, Type=bit varying(4)), Column(Name=g, Type=real), Column(Name=h, Type=interval(3)), Column(Name=i, Type=\"char\"), Column(Name=j, Type=integer), Column(Name=k, Type=s.ty[]), Column(Name=l, Type=integer[]), Column(Name=m, Type=x.y)])")]
    public void Statement_IsReadWhole(string sql, string expected) => Assert.Equal(expected, Rendering.Parse(sql));

    [Theory]
    [InlineData("CREATE TABLE t (a int")]
    [InlineData("CREATE TABLE t (a int,)")]
    public void WhatIsNotUnderstood_IsNotAnalysed(string sql) => Assert.Equal("Unanalysed", Rendering.Parse(sql));
}
