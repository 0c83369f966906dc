using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Shop.Model;

namespace Shop;

public sealed partial class ShopContext(string connection) : DbContext
{
    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<Order> Orders => Set<Order>();

    protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseNpgsql(connection);

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<Customer>().ToTable("customers");
        model.Entity<Order>(order =>
        {
            order.ToTable("orders");
            order.HasIndex(o => new { o.CustomerId, o.PlacedAt });
            order.Property(o => o.Status).HasDefaultValue("new");
            order.Property(o => o.Total).HasPrecision(12, 2);
        });

        foreach (var property in model.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
            property.SetColumnName(WordStart().Replace(property.Name, "_").ToLowerInvariant());
    }

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex WordStart();
}

/// <summary>Lets <c>dotnet ef migrations add</c> build the model without a database.</summary>
public sealed class DesignTimeShopContext : IDesignTimeDbContextFactory<ShopContext>
{
    public ShopContext CreateDbContext(string[] args) => new("Host=localhost;Database=shop");
}
