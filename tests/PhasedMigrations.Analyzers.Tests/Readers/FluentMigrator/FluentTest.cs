namespace PhasedMigrations.Analyzers.Tests.Readers.FluentMigrator;

/// <summary>Sources of FluentMigrator migrations.</summary>
internal static class FluentTest
{
    /// <summary>A whole migration class around the statements of its Up.</summary>
    public static string Migration(string up, string members = "", string attributes = "[Migration(20250101)]", string baseType = "Migration", string name = "AddThings") => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using FluentMigrator;
        using FluentMigrator.Builders.Alter.Table;
        using FluentMigrator.Builders.Create;
        using FluentMigrator.Builders.Create.Table;
        using FluentMigrator.Infrastructure;
        using FluentMigrator.Postgres;

        {{attributes}}
        public class {{name}} : {{baseType}}
        {
            public override void Up()
            {
                {{up}}
            }

            {{(baseType == "Migration" ? "public override void Down() { }" : "")}}

            {{members}}
        }
        """;

    /// <summary>Wraps the statements in a migration's Up and checks that exactly the marked calls are reported.</summary>
    public static Task VerifyUpAsync(string statements, string members = "") => VerifyAsync(Migration(statements, members));

    public static Task VerifyAsync(string source) => new MigrationTest().With("/0/AddThings.cs", source).VerifyAsync();
}
