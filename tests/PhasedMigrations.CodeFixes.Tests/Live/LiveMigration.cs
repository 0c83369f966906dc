using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace PhasedMigrations.CodeFixes.Tests.Live;

/// <summary>The migrations of a compiled project, run by EF Core as an application runs them.</summary>
internal sealed class LiveMigration(Assembly assembly, string connectionString)
{
    private const string ContextSource = """
        using Microsoft.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore.Diagnostics;

        namespace Shop
        {
            public class ShopContext(string connectionString) : DbContext
            {
                protected override void OnConfiguring(DbContextOptionsBuilder options) => options
                    .UseNpgsql(connectionString)
                    .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
            }
        }
        """;

    /// <summary>The source as it stands, with a context that connects.</summary>
    public static MigrationProject Project(MigrationSource source) => MigrationProject.Create(source.WithContext(ContextSource));

    public async Task UpAsync(CancellationToken cancellationToken)
    {
        await using var context = Context();
        await context.Database.MigrateAsync(cancellationToken);
    }

    public async Task DownAsync(CancellationToken cancellationToken)
    {
        await using var context = Context();
        await context.GetService<IMigrator>().MigrateAsync(Migration.InitialDatabase, cancellationToken);
    }

    /// <summary>The commands of each migration, in order: one list, one transaction.</summary>
    public IReadOnlyList<IReadOnlyList<MigrationCommand>> Commands()
    {
        using var context = Context();
        var migrations = context.GetService<IMigrationsAssembly>();
        var generator = context.GetService<IMigrationsSqlGenerator>();
        return
        [
            .. migrations.Migrations.Select(entry =>
                generator.Generate(migrations.CreateMigration(entry.Value, context.Database.ProviderName!).UpOperations)),
        ];
    }

    private DbContext Context() => (DbContext)Activator.CreateInstance(assembly.GetType("Shop.ShopContext", throwOnError: true)!, connectionString)!;
}
