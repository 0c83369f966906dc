using static PhasedMigrations.Analyzers.Tests.Rules.Written;

namespace PhasedMigrations.Analyzers.Tests.Rules.Constraints;

public sealed class ValidatedUnderLockTests() : RuleTest("PHM3006")
{
    private const string Add = "ALTER TABLE orders ADD CONSTRAINT c CHECK (a > 0) NOT VALID";
    private const string AddKey = "ALTER TABLE orders ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users NOT VALID";
    private const string Validate = "ALTER TABLE orders [|VALIDATE CONSTRAINT c|]";

    [Theory]
    [InlineData(InTransaction, $"{Add}; {Validate}")]
    [InlineData(InTransaction, $"{AddKey}; ALTER TABLE orders [|VALIDATE CONSTRAINT fk|]")]
    [InlineData(EfSuppressed | FluentSqlAlone, $"{Add}; {Validate}")]
    [InlineData(Script, $"BEGIN; {Add}; {Validate}; COMMIT")]
    [InlineData(AnySql, $"{Add}, [|VALIDATE CONSTRAINT c|]")]
    [InlineData(AnySql, $"DO $$ BEGIN {Add}; {Validate}; END $$")]
    [InlineData(Ef, $"""migrationBuilder.Sql("{Add}"); migrationBuilder.Sql("{Validate}");""")]
    [InlineData(Fluent, $"""Execute.Sql("{Add}"); Execute.Sql("{Validate}");""")]
    public Task ConstraintOfTheSameTransaction_Triggers(Written written, string source) => VerifyAsync(written, source);

    [Theory]
    [InlineData(InTransaction, $"ALTER TABLE orders ADD note text; {Validate}")]
    [InlineData(InTransaction, $"ALTER TABLE orders ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users NOT VALID; ALTER TABLE users [|VALIDATE CONSTRAINT c|]")]
    [InlineData(InTransaction, $"ALTER TABLE orders RENAME a TO b; {Validate}")]
    [InlineData(InTransaction, $"LOCK orders IN SHARE MODE; {Validate}")]
    [InlineData(Ef, $"""migrationBuilder.AddColumn<string>("note", "orders", nullable: true); migrationBuilder.Sql("{Validate}");""")]
    [InlineData(Fluent, $"""Alter.Table("orders").AddColumn("note").AsString().Nullable(); Execute.Sql("{Validate}");""")]
    public Task TableThatIsLockedAnyway_Triggers(Written written, string source) => VerifyAsync(written, source);

    [Theory]
    [InlineData(AnySql, "ALTER TABLE orders VALIDATE CONSTRAINT c")]
    [InlineData(Script, $"{Add}; ALTER TABLE orders VALIDATE CONSTRAINT c")]
    [InlineData(Script, $"BEGIN; {Add}; COMMIT; BEGIN; ALTER TABLE orders VALIDATE CONSTRAINT c; COMMIT")]
    [InlineData(InTransaction, "ALTER TABLE users ADD note text; ALTER TABLE orders VALIDATE CONSTRAINT c")]
    [InlineData(InTransaction, "LOCK orders IN ROW EXCLUSIVE MODE; ALTER TABLE orders VALIDATE CONSTRAINT c")]
    [InlineData(InTransaction, $"CREATE TABLE orders (a int); {Add}; ALTER TABLE orders VALIDATE CONSTRAINT c")]
    [InlineData(Ef, $$"""migrationBuilder.Sql("{{Add}}"); migrationBuilder.Sql("ALTER TABLE orders {|PHM2010:VALIDATE CONSTRAINT c|}", suppressTransaction: true);""")]
    [InlineData(FluentAlone, $"""Execute.Sql("{Add}"); Execute.Sql("ALTER TABLE orders VALIDATE CONSTRAINT c");""")]
    public Task TableThatNobodyIsLockedOutOf_DoesNotTrigger(Written written, string source) =>
        VerifyAsync(written, source);

    [Theory]
    [InlineData(Add, "c", "reads and writes")]
    [InlineData(AddKey, "fk", "writes")]
    public Task Message_SaysWhatIsBlocked(string add, string name, string blocked) => VerifyMessageAsync(
        EfSql,
        $$"""{{add}}; ALTER TABLE orders {|#0:VALIDATE CONSTRAINT {{name}}|}""",
        $"Validating constraint '{name}' blocks {blocked} of 'orders' until every row is checked, because its transaction has locked the table before; validate it in a migration of its own");
}
