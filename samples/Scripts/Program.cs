using System.Reflection;
using DbUp;

if (args is not [var connectionString])
{
    Console.Error.WriteLine("usage: dotnet run -- \"Host=…;Database=shop;Username=…\"");
    return 2;
}

var result = DeployChanges.To
    .PostgresqlDatabase(connectionString)
    .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly())
    .LogToConsole()
    .Build()
    .PerformUpgrade();
return result.Successful ? 0 : 1;
