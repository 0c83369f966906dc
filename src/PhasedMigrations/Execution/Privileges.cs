using Npgsql;
using PhasedMigrations.Operations;
using PhasedMigrations.Planning;
using PhasedMigrations.PostgreSql;

namespace PhasedMigrations.Execution;

/// <summary>Refuses to begin work that would end with a missing right halfway.</summary>
internal static class Privileges
{
    /// <exception cref="MissingPrivilegeException">The connected role lacks a right; the message says how to grant it.</exception>
    public static void Require(string role, PhasedDefinition definition, ServerFacts facts)
    {
        foreach (var operation in definition.Operations)
        {
            var table = facts.TableOf(operation);
            var name = table.QuotedName;
            if (operation is BackfillOperation or AddRequiredColumnOperation or TransformOperation)
            {
                Require(table.CanSelect, role, $"SELECT on {name}", $"GRANT SELECT ON {name}");
                Require(table.CanUpdate, role, $"UPDATE on {name}", $"GRANT UPDATE ON {name}");
            }

            if (operation is TransformOperation)
            {
                var database = Quote.Identifier(table.Database);
                Require(table.CanCreateTemporary, role, $"TEMPORARY on the database {database}", $"GRANT TEMPORARY ON DATABASE {database}");
            }

            if (operation is DeleteRowsOperation delete)
            {
                Require(table.CanSelect, role, $"SELECT on {name}", $"GRANT SELECT ON {name}");
                Require(table.CanDelete, role, $"DELETE on {name}", $"GRANT DELETE ON {name}");
                if (delete.ArchiveInto is not null)
                    RequireInsert(role, facts.Table(delete.ArchiveSchema, delete.ArchiveInto));
            }

            if (operation is CopyRowsOperation copy)
                RequireInsert(role, facts.Table(copy.ToSchema, copy.To));

            if (operation is not (BackfillOperation or DeleteRowsOperation or TransformOperation))
                Require(table.IsOwner, role, $"ownership of {name}", $"GRANT {Quote.Identifier(table.Owner)}");
            if (operation is CreateIndexOperation)
            {
                var schema = Quote.Identifier(table.Schema);
                Require(table.CanCreateInSchema, role, $"CREATE on schema {schema}", $"GRANT CREATE ON SCHEMA {schema}");
            }

            if (operation is AddForeignKeyOperation key)
            {
                var principal = facts.Table(key.PrincipalSchema, key.PrincipalTable);
                Require(
                    principal.CanReference, role, $"REFERENCES on {principal.QuotedName}", $"GRANT REFERENCES ON {principal.QuotedName}");
            }
        }
    }

    private static void RequireInsert(string role, TableFacts table) =>
        Require(table.CanInsert, role, $"INSERT on {table.QuotedName}", $"GRANT INSERT ON {table.QuotedName}");

    public static MissingPrivilegeException Missing(PostgresException error) => new(
        $"The server refuses the role: {ServerErrors.Describe(error)} docs/privileges.md lists what the engine needs.", error);

    private static void Require(bool holds, string role, string right, string grant)
    {
        if (!holds)
            throw new MissingPrivilegeException(
                $"The role {role} lacks {right}. Grant it ({grant} TO {Quote.Identifier(role)}) or run as a role that has it; nothing was changed.");
    }
}
