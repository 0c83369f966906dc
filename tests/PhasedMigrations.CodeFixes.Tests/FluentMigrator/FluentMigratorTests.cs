using Microsoft.CodeAnalysis.Testing;

namespace PhasedMigrations.CodeFixes.Tests.FluentMigrator;

/// <summary>The fixes write EF Core's calls: on FluentMigrator's code they are not offered.</summary>
public sealed class FluentMigratorTests
{
    private const string Source = """
        using FluentMigrator;

        [Migration(1)]
        public class AddThings : ForwardOnlyMigration
        {
            public override void Up()
            {
                {|PHM2001:Create.Index("IX_orders_user_id")|}.OnTable("orders").OnColumn("user_id");
                {|PHM3001:Create.ForeignKey("FK_orders_users")|}.FromTable("orders").ForeignColumn("user_id").ToTable("users").PrimaryColumn("id");
                Alter.Table("orders").{|PHM1001:AddColumn("region")|}.AsString();
                Alter.Table("orders").AddColumn("state").AsString().NotNullable().{|PHM1008:SetExistingRowsTo("new")|};
                Alter.Table("orders").{|PHM1007:AlterColumn("email")|}.AsString().NotNullable();
            }
        }
        """;

    [Fact]
    public Task EveryRule_OffersNoPhasedFix() => VerifyNotOfferedAsync(FixKind.Phased);

    [Fact]
    public Task EveryRule_OffersNoPlainFix() => VerifyNotOfferedAsync(FixKind.Plain);

    private static Task VerifyNotOfferedAsync(FixKind kind)
    {
        var test = new FixTest(kind, withRuntime: true);
        test.TestState.Sources.Add(("/0/AddThings.cs", Source));
        test.FixedState.Sources.Add(("/0/AddThings.cs", Source));
        test.FixedState.MarkupHandling = MarkupMode.Allow;
        return test.RunAsync(TestContext.Current.CancellationToken);
    }
}
