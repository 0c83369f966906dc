using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Xml.Linq;

namespace PhasedMigrations.Package.Tests;

public sealed class PackageContentTests(PackagesFixture fixture)
{
    [Theory]
    [InlineData("PhasedMigrations.Analyzers")]
    [InlineData("PhasedMigrations")]
    [InlineData("PhasedMigrations.EntityFrameworkCore")]
    [InlineData("PhasedMigrations.Tool")]
    public void Package_CarriesReadmeIconLicenceAndRepository(string id)
    {
        using var package = Open(id, "nupkg");
        var metadata = Metadata(package, id);

        Assert.Equal("MIT", Element(metadata, "license").Value);
        Assert.NotNull(package.GetEntry(Element(metadata, "readme").Value));
        Assert.NotNull(package.GetEntry(Element(metadata, "icon").Value));
        Assert.NotEmpty(Element(metadata, "repository").Attribute("commit")!.Value);
    }

    [Theory]
    [InlineData("PhasedMigrations", "PhasedMigrations.pdb")]
    [InlineData("PhasedMigrations.EntityFrameworkCore", "PhasedMigrations.EntityFrameworkCore.pdb")]
    [InlineData("PhasedMigrations.Tool", "phased.pdb")]
    public void Package_HasSymbolsThatLeadToTheSources(string id, string symbolFile)
    {
        using var symbols = Open(id, "snupkg");
        var entry = Assert.Single(symbols.Entries, entry => entry.Name == symbolFile);

        using var file = new MemoryStream();
        using (var stream = entry.Open()) stream.CopyTo(file);
        // SourceLink's map stands in the symbols as plain JSON.
        Assert.Contains(
            "{\"documents\":{\"/_/*\":\"https://raw.githubusercontent.com/phasedmigrations/phasedmigrations/",
            Encoding.UTF8.GetString(file.ToArray()),
            StringComparison.Ordinal);
    }

    [Fact]
    public void AnalyzerPackage_IsADevelopmentDependencyWithBothAssembliesAndNoDependency()
    {
        using var package = Open("PhasedMigrations.Analyzers", "nupkg");
        var metadata = Metadata(package, "PhasedMigrations.Analyzers");

        Assert.Equal("true", Element(metadata, "developmentDependency").Value);
        Assert.DoesNotContain(metadata.Descendants(), element => element.Name.LocalName == "dependency");
        Assert.Equal(
            ["PhasedMigrations.Analyzers.dll", "PhasedMigrations.CodeFixes.dll"],
            package.Entries.Where(entry => entry.FullName.StartsWith("analyzers/dotnet/cs/", StringComparison.Ordinal))
                .Select(entry => entry.Name).Order(StringComparer.Ordinal));
        Assert.NotNull(package.GetEntry("buildTransitive/PhasedMigrations.Analyzers.targets"));
    }

    /// <summary>A compiler host may have no Workspaces assembly; an analyzer that needs it does not load there (RS1038).</summary>
    [Fact]
    public void AnalyzerAssembly_ReferencesNoWorkspaces()
    {
        using var package = Open("PhasedMigrations.Analyzers", "nupkg");
        using var file = new MemoryStream();
        using (var entry = package.GetEntry("analyzers/dotnet/cs/PhasedMigrations.Analyzers.dll")!.Open()) entry.CopyTo(file);
        using var assembly = new PEReader(new MemoryStream(file.ToArray()));
        var reader = assembly.GetMetadataReader();

        var references = reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name)).ToArray();

        Assert.Contains("Microsoft.CodeAnalysis", references);
        Assert.DoesNotContain(references, name => name.Contains("Workspaces", StringComparison.Ordinal));
    }

    [Fact]
    public void RuntimePackage_LetsTheAnalyzersThrough()
    {
        using var package = Open("PhasedMigrations", "nupkg");
        var dependency = Assert.Single(
            Metadata(package, "PhasedMigrations").Descendants(),
            element => element.Name.LocalName == "dependency" && element.Attribute("id")!.Value == "PhasedMigrations.Analyzers");

        Assert.Contains("Analyzers", dependency.Attribute("include")!.Value, StringComparison.Ordinal);
    }

    private ZipArchive Open(string id, string extension) =>
        ZipFile.OpenRead(Path.Combine(fixture.Packages.Folder, $"{id}.{fixture.Packages.Version}.{extension}"));

    private static XElement Metadata(ZipArchive package, string id)
    {
        using var nuspec = package.GetEntry($"{id}.nuspec")!.Open();
        return XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    private static XElement Element(XElement metadata, string name) =>
        metadata.Elements().Single(element => element.Name.LocalName == name);
}
