using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PhasedMigrations.History;
using PhasedMigrations.Model;
using PhasedMigrations.Readers.EntityFrameworkCore.Models;

namespace PhasedMigrations.Analyzers.Tests.Readers.EntityFrameworkCore;

/// <summary>What a model file tells of tables, read as text: it need not even compile.</summary>
public sealed class ModelFileTests
{
    private static readonly TableName Orders = new(null, "orders");

    private static readonly Schema Shop = Read(
        """
        modelBuilder.HasAnnotation("ProductVersion", "10.0.0").HasAnnotation("Relational:MaxIdentifierLength", 63);
        NpgsqlModelBuilderExtensions.UseIdentityByDefaultColumns(modelBuilder);
        modelBuilder.Entity("Shop.Customer", b =>
            {
                b.Property<int>("Id").ValueGeneratedOnAdd().HasColumnType("integer").HasColumnName("id");
                NpgsqlPropertyBuilderExtensions.UseIdentityByDefaultColumn(b.Property<int>("Id"));
                b.HasKey("Id");
                b.ToTable("customers", "sales");
            });
        modelBuilder.Entity("Shop.Order", b =>
            {
                b.Property<long>("Id").HasColumnType("bigint").HasColumnName("id");
                b.Property<int>("CustomerId").HasColumnType("integer").HasColumnName("customer_id");
                b.Property<string>("Status").IsRequired().HasColumnType("varchar(20)").HasDefaultValueSql("'new'").HasColumnName("status");
                b.Property<string>("Note").HasColumnType("text");
                b.Property<int?>("Rank").HasColumnType("integer");
                b.Property<Money>("Total").HasColumnType("numeric");
                b.Property<uint>("Version").HasColumnType("xid").HasColumnName("xmin");
                b.Property<string>("Type").HasComputedColumnSql("a || b", true);
                b.HasKey("Id").HasName("pk_orders");
                b.HasAlternateKey("Status");
                b.HasIndex("CustomerId", "Status").IsUnique().HasFilter("note IS NULL");
                b.HasIndex("Note").HasDatabaseName("ix_note");
                b.HasIndex(new[] { "Rank" }, "ix_rank");
                b.OwnsOne("Shop.Address", "Address", b1 =>
                    {
                        b1.Property<int>("Zip").HasColumnType("integer").HasColumnName("zip");
                        b1.ToTable("orders");
                    });
                b.ToTable("orders", (string)null, t => t.HasComment("x"));
                b.ToTable("orders", t =>
                    {
                        t.HasCheckConstraint("ck_note", "note IS NOT NULL");
                    });
            });
        modelBuilder.Entity("Shop.Rush", b =>
            {
                b.HasBaseType("Shop.Order");
                b.Property<int>("Speed").HasColumnType("integer");
                b.HasDiscriminator().HasValue("Rush");
            });
        modelBuilder.Entity("Shop.Report", b =>
            {
                b.Property<int>("Id");
                b.ToTable((string)null);
                b.ToView("report");
            });
        modelBuilder.Entity("Shop.Order", b =>
            {
                b.HasOne("Shop.Customer", "Customer").WithMany().HasForeignKey("CustomerId").OnDelete(DeleteBehavior.Cascade).IsRequired();
            });
        """);

    [Theory]
    [InlineData("id", "bigint", nameof(Answer.Yes))]
    [InlineData("customer_id", "integer", nameof(Answer.Yes))]
    [InlineData("status", "character varying(20)", nameof(Answer.Yes))]
    [InlineData("Note", "text", nameof(Answer.No))]
    [InlineData("Rank", "integer", nameof(Answer.No))]
    [InlineData("Total", "numeric", nameof(Answer.Unknown))]
    [InlineData("zip", "integer", nameof(Answer.Unknown))]
    [InlineData("Speed", "integer", nameof(Answer.Unknown))]
    public void Column_HasItsTypeAndNullability(string column, string type, string isRequired)
    {
        Assert.Equal(type, Shop.FindColumn(Orders, column).Value!.Type);
        Assert.Equal(isRequired, Shop.IsRequired(Orders, column).ToString());
    }

    [Fact]
    public void Column_OfAModelMayBeOneOfMany()
    {
        Assert.Equal(Answer.Unknown, Shop.FindColumn(Orders, "xmin").Exists);
        Assert.Equal(new ColumnDefault.Sql("'new'"), Shop.FindColumn(Orders, "status").Value!.Default);
        Assert.True(Shop.FindColumn(Orders, "Type").Value!.IsValueGenerated);
        Assert.Equal(Answer.Unknown, Shop.Exists(new TableName(null, "report")));
        Assert.Equal(Answer.Yes, Shop.Exists(new TableName("sales", "customers")));
    }

    [Fact]
    public void Indexes_AreKnownByTheirColumns()
    {
        var indexes = Shop.IndexesOf(Orders);

        Assert.False(indexes.IsComplete);
        Assert.Equal(
            ["pk_orders [id] unique", "AK_orders_status [status] unique", "IX_orders_customer_id_status [customer_id, status] unique partial", "ix_note [Note]", "ix_rank [Rank]"],
            indexes.Items.Select(index => $"{index.Name} {index.Columns}{(index.IsUnique ? " unique" : "")}{(index.IsPartial ? " partial" : "")}"));
    }

    [Fact]
    public void Constraints_AreKnown()
    {
        var key = Shop.FindConstraint(Orders, "FK_orders_customers_customer_id").Value!.Definition;

        Assert.Equal((new TableName("sales", "customers"), "[customer_id]"), (key.PrincipalTable, key.Columns.ToString()));
        Assert.Equal(Answer.Yes, Shop.IsProvenNotNull(Orders, "note"));
        Assert.Equal(Answer.Unknown, Shop.IsProvenNotNull(Orders, "status"));
    }

    [Fact]
    public void DefaultSchema_IsTheSchemaOfTablesThatNameNone() => Assert.Equal(
        Answer.Yes,
        Read("""modelBuilder.HasDefaultSchema("app").HasAnnotation("x", 1); modelBuilder.Entity("A", b => { b.Property<int>("Id"); b.ToTable("a"); });""")
            .IsRequired(new TableName("app", "a"), "Id"));

    [Theory]
    [InlineData("")]
    [InlineData("""modelBuilder.Entity("A", b => { b.HasBaseType("A"); b.Property<int>(); b.HasIndex(); b.HasKey(x); b.ToTable(); });""")]
    [InlineData("""modelBuilder.Entity("A", b => { b.HasBaseType("B"); }); modelBuilder.Entity("B", b => { b.HasBaseType("A"); b.Property<int>("x"); });""")]
    [InlineData("""modelBuilder.Entity(name, b => { b.ToTable("t"); }); if (x) return; x = y; b.Property<int>("x").;""")]
    public void OddModel_TellsNothing(string statements) => Assert.Equal(Answer.Unknown, Read(statements).Exists(new TableName(null, "t")));

    private static Schema Read(string statements)
    {
        var token = TestContext.Current?.CancellationToken ?? CancellationToken.None;
        var tree = CSharpSyntaxTree.ParseText($"partial class M {{ void BuildTargetModel(ModelBuilder modelBuilder) {{ {statements} }} }}", cancellationToken: token);
        return ModelFile.Read(tree.GetRoot(token).DescendantNodes().OfType<TypeDeclarationSyntax>().First(), token);
    }
}
