using Hcos.Architecture.Tests.Reading;

namespace Hcos.Architecture.Tests.Graph;

public sealed class ProjectGraphTests
{
    [Fact]
    public void A_project_references_only_what_the_table_allows()
    {
        Violations.None(
            from project in Repository.Production()
            let row = ArchitectureTables.References.First(row => ArchitectureTables.Fits(row.Project, project.Name))
            from reference in project.Projects
            where !ArchitectureTables.FitsAny(row.May, reference)
            select $"{project.Name} references {reference}");
    }

    [Fact]
    public void A_project_references_only_the_packages_the_table_allows()
    {
        Violations.None(
            from project in Repository.Production()
            let may = ArchitectureTables.Packages.GetValueOrDefault(project.Name) ?? []
            from package in project.Packages
            where !ArchitectureTables.FitsAny(may, package)
            select $"{project.Name} references the package {package}");
    }

    [Fact]
    public void Every_version_of_a_package_is_exact_and_stands_in_one_place()
    {
        var versions = Repository.Read("Directory.Packages.props").Split('\n')
            .Where(line => line.Contains("<PackageVersion", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(versions);
        Violations.None(
            versions.Where(line => !line.Contains("Version=\"[", StringComparison.Ordinal)
                    || line.Contains(',', StringComparison.Ordinal))
                .Concat(Repository.Production().Concat(Repository.Tests())
                    .Where(project => project.NamesVersions)
                    .Select(project => $"{project.Name} names a version itself")));
    }

    [Fact]
    public void Only_tests_and_parts_of_the_same_layer_see_what_is_internal()
    {
        Violations.None(
            from project in Repository.Production()
            from seer in project.SeenBy
            where !seer.EndsWith(".Tests", StringComparison.Ordinal)
                && !seer.StartsWith($"{project.Name}.", StringComparison.Ordinal)
                && seer is not ("Hcos.Testing" or "Hcos.Benchmarks" or "DynamicProxyGenAssembly2")
            select $"{seer} sees the internals of {project.Name}");
    }

    [Fact]
    public void Every_project_lies_in_its_layers_folder_under_its_own_name()
    {
        var projects = Repository.Production();
        Assert.NotEmpty(projects);
        Violations.None(
            from project in projects
            let parts = project.Name.Split('.')
            let expected = Path.Combine(Repository.Root, "src", parts[1], project.Name)
            where project.Folder != expected
            select $"{project.Name} lies in {Path.GetRelativePath(Repository.Root, project.Folder)}");
    }

    [Fact]
    public void Tests_lie_beside_each_other_and_are_named_for_what_they_test()
    {
        Violations.None(
            from project in Repository.Tests()
            where project.Folder != Path.Combine(Repository.Root, "tests", project.Name)
                || !project.Name.StartsWith("Hcos.", StringComparison.Ordinal)
            select project.Name);
    }
}
