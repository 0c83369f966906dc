namespace Shop.Model;

public sealed class Order
{
    public long Id { get; set; }

    public int CustomerId { get; set; }

    public string Status { get; set; } = "new";

    public Customer? Customer { get; set; }

    public required string Currency { get; set; }

    public decimal Total { get; set; }

    public DateTimeOffset PlacedAt { get; set; }
}
