namespace Shop.Model;

public sealed class Customer
{
    public int Id { get; set; }

    public required string Name { get; set; }

    public required string Email { get; set; }
}
