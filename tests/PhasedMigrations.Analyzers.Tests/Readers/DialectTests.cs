namespace PhasedMigrations.Analyzers.Tests.Readers;

/// <summary>One assembly can hold migrations for several databases; only PostgreSQL's are ours.</summary>
public sealed class DialectTests
{
    private const string Npgsql = "Npgsql.EntityFrameworkCore.PostgreSQL";
    private const string Sqlite = "Microsoft.EntityFrameworkCore.Sqlite";
    private const string Index = """migrationBuilder.CreateIndex(name: "IX", table: "orders", column: "id")""";

    [Theory]
    [InlineData(""".HasAnnotation("Relational:MaxIdentifierLength", 63);""")]
    [InlineData("""; Microsoft.EntityFrameworkCore.NpgsqlModelBuilderExtensions.UseIdentityByDefaultColumns(modelBuilder);""")]
    [InlineData("""; modelBuilder.Entity("O", b => b.Property<System.Guid>("Id").HasColumnType("uuid"));""")]
    [InlineData("""; modelBuilder.Entity("O", b => b.HasIndex("Id").HasAnnotation("Npgsql:CreatedConcurrently", true));""")]
    public Task DesignerOfPostgreSql_Triggers(string model) => VerifyWithDesigner(Marked(Index), model);

    [Theory]
    [InlineData(""".HasAnnotation("Relational:MaxIdentifierLength", 64);""")]
    [InlineData(""".HasAnnotation("Relational:MaxIdentifierLength", 128);""")]
    [InlineData("""; /* MySqlModelBuilderExtensions.AutoIncrementColumns(modelBuilder); */""")]
    [InlineData("""; /* SqlServerModelBuilderExtensions.UseIdentityColumns(modelBuilder); */""")]
    [InlineData("""; /* OracleModelBuilderExtensions.UseIdentityColumns(modelBuilder); */""")]
    [InlineData("""; modelBuilder.Entity("O", b => b.Property<System.Guid>("Id").HasColumnType("TEXT"));""")]
    [InlineData("""; modelBuilder.Entity("O", b => b.Property<System.Guid>("Id").HasColumnType("char(36)"));""")]
    [InlineData("""; modelBuilder.Entity("O", b => b.Property<System.Guid>("Id").HasColumnType("uniqueidentifier"));""")]
    [InlineData("""; modelBuilder.Entity("O", b => b.Property<int>("Id").HasAnnotation("Sqlite:Autoincrement", true));""")]
    public Task DesignerOfAnotherDatabase_DoesNotTrigger(string model) => VerifyWithDesigner(Index, model);

    /// <summary>bitwarden/server: a model shared by three providers carries PostgreSQL's annotations everywhere.</summary>
    [Fact]
    public Task AnnotationInTheModelOfAnotherDatabase_DoesNotTrigger() => VerifyWithDesigner(Index, """
        .HasAnnotation("Relational:MaxIdentifierLength", 64);
        modelBuilder.Entity("O", b => b.HasIndex("Id").HasAnnotation("Npgsql:IndexInclude", new[] { "Name" }));
        """);

    [Theory]
    [InlineData("uuid")]
    [InlineData("timestamp with time zone")]
    [InlineData("character varying(50)")]
    [InlineData("jsonb")]
    [InlineData("text[]")]
    public Task StoreTypeOfPostgreSql_Triggers(string type) => MigrationTest.VerifyUpAsync($"{AddColumn(type)} {Marked(Index)};");

    [Theory]
    [InlineData("nvarchar(50)")]
    [InlineData("datetime2")]
    [InlineData("datetime(6)")]
    [InlineData("longtext")]
    [InlineData("tinyint(1)")]
    [InlineData("char(36)")]
    [InlineData("TEXT")]
    [InlineData("INTEGER")]
    [InlineData("NVARCHAR2(2000)")]
    public Task StoreTypeOfAnotherDatabase_DoesNotTrigger(string type) => MigrationTest.VerifyUpAsync($"{AddColumn(type)} {Index};");

    [Fact]
    public Task UpperCaseTypeWithOnlyNpgsqlReferenced_Triggers() => new MigrationTest(without: Sqlite)
        .With("/0/AddThings.cs", MigrationTest.Migration($"{AddColumn("TEXT")} {Marked(Index)};"))
        .VerifyAsync();

    [Theory]
    [InlineData("Sqlite:Autoincrement")]
    [InlineData("MySql:ValueGenerationStrategy")]
    [InlineData("SqlServer:Identity")]
    public Task AnnotationOfAnotherDatabase_DoesNotTrigger(string annotation) => MigrationTest.VerifyUpAsync(
        $"""migrationBuilder.AddColumn<int>("n", "orders", nullable: true).Annotation("{annotation}", true); {Index};""");

    [Fact]
    public Task AnnotationsOfSeveralDatabases_Triggers() => MigrationTest.VerifyUpAsync(
        $"""
        migrationBuilder.AddColumn<int>("n", "orders", nullable: true).Annotation("SqlServer:Identity", "1, 1").Annotation("Npgsql:X", true);
        {Marked(Index)};
        """);

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public Task SnapshotOfTheSameContext_Decides(int identifierLength, bool triggers) => new MigrationTest()
        .With("/0/AddThings.cs", $$"""
            using Microsoft.EntityFrameworkCore.Migrations;
            namespace Shop
            {
                [Microsoft.EntityFrameworkCore.Infrastructure.DbContext(typeof(ShopContext))]
                public class AddThings : Migration
                {
                    protected override void Up(MigrationBuilder migrationBuilder) { {{(triggers ? Marked(Index) : Index)}}; }
                }
                public class ShopContext : Microsoft.EntityFrameworkCore.DbContext { }
                public class OtherContext : Microsoft.EntityFrameworkCore.DbContext { }
            }
            """)
        .With("/0/ShopContextModelSnapshot.cs", Snapshot("ShopContext", identifierLength))
        .With("/0/OtherContextModelSnapshot.cs", Snapshot("OtherContext", 128))
        .VerifyAsync();

    [Theory]
    [InlineData("options.UseNpgsql()", true)]
    [InlineData("options.UseSqlite()", false)]
    public Task OptionsOfTheContext_Decide(string configuration, bool triggers) => MigrationTest.VerifyAsync($$"""
        using Microsoft.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore.Infrastructure;
        using Microsoft.EntityFrameworkCore.Migrations;

        [DbContext(typeof(ShopContext))]
        public class AddThings : Migration
        {
            protected override void Up(MigrationBuilder migrationBuilder) { {{(triggers ? Marked(Index) : Index)}}; }
        }

        public class ShopContext : DbContext
        {
            protected override void OnConfiguring(DbContextOptionsBuilder options) => {{configuration}};
        }
        """);

    [Fact]
    public Task OnlyAnotherProviderReferenced_DoesNotTrigger() => new MigrationTest(without: Npgsql)
        .With("/0/AddThings.cs", MigrationTest.Migration($"{Index};"))
        .VerifyAsync();

    [Fact]
    public Task NoEvidence_Triggers() => MigrationTest.VerifyUpAsync($"{Marked(Index)};");

    [Theory]
    [InlineData("postgresql", true)]
    [InlineData("PostgreSQL", true)]
    [InlineData("auto", false)]
    public Task DialectOption_OverridesTheEvidence(string dialect, bool triggers) => new MigrationTest()
        .Configured($"phased_migrations.dialect = {dialect}")
        .With("/0/AddThings.cs", MigrationTest.Migration($"{AddColumn("nvarchar(50)")} {(triggers ? Marked(Index) : Index)};"))
        .VerifyAsync();

    [Theory]
    [InlineData("mysql")]
    [InlineData("sqlite")]
    [InlineData("sqlserver")]
    [InlineData("oracle")]
    public Task DialectOptionOfAnotherDatabase_DoesNotTrigger(string dialect) => new MigrationTest()
        .Configured($"phased_migrations.dialect = {dialect}")
        .With("/0/AddThings.cs", MigrationTest.Migration($"{AddColumn("uuid")} {Index};"))
        .VerifyAsync();

    private static string Marked(string call) => $"{{|PHM2001:{call}|}}";

    private static string AddColumn(string type) => $"""migrationBuilder.AddColumn<string>(name: "c", table: "orders", type: "{type}", nullable: true);""";

    private static Task VerifyWithDesigner(string up, string model) => new MigrationTest()
        .With("/0/20250101000000_AddThings.cs", MigrationTest.Migration($"{up};"))
        .With("/0/20250101000000_AddThings.Designer.cs", $$"""
            // <auto-generated />
            using Microsoft.EntityFrameworkCore;
            partial class AddThings
            {
                protected override void BuildTargetModel(ModelBuilder modelBuilder)
                {
                    modelBuilder.HasAnnotation("ProductVersion", "10.0.0"){{model}}
                }
            }
            """)
        .VerifyAsync();

    private static string Snapshot(string context, int identifierLength) => $$"""
        // <auto-generated />
        using Microsoft.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore.Infrastructure;
        namespace Shop
        {
            [DbContext(typeof(Shop.{{context}}))]
            partial class {{context}}ModelSnapshot : ModelSnapshot
            {
                protected override void BuildModel(ModelBuilder modelBuilder)
                {
                    modelBuilder.HasAnnotation("Relational:MaxIdentifierLength", {{identifierLength}});
                }
            }
        }
        """;
}
