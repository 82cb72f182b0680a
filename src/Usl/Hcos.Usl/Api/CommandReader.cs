using System.Text.Json.Nodes;
using Hcos.Kernel.Messages;
using Hcos.Usl.Services;

namespace Hcos.Usl.Api;

/// <summary>Makes the command of an operation from the body of a request.</summary>
internal sealed class CommandReader(ApiDesk desk, NameResolver resolver)
{
    /// <summary>The command.</summary>
    /// <param name="operation">Which operation.</param>
    /// <param name="body">The body; members that the operation does not have are an error.</param>
    /// <param name="subject">Id of whom it concerns.</param>
    /// <param name="filledIn">What the platform knows: until when the subject's creation can still arrive.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ICommand> ReadAsync(
        OperationDescriptor operation,
        JsonObject body,
        string subject,
        DateTimeOffset? filledIn,
        CancellationToken cancellationToken)
    {
        CheckMembers(operation, body);
        var constructor = CommandShape.ConstructorOf(operation.Message!);
        var parameters = constructor.GetParameters();
        var values = new object?[parameters.Length];
        for (var index = 0; index < parameters.Length; index++)
        {
            var parameter = parameters[index];
            if (CommandShape.IsSubject(operation.Message!, parameter))
            {
                values[index] = IdOf(parameter.ParameterType, subject);
            }
            else if (CommandShape.IsFilledIn(operation.Message!, parameter))
            {
                values[index] = parameter.ParameterType == typeof(DateTimeOffset?) ? filledIn : parameter.DefaultValue;
            }
            else
            {
                var name = Words.Camel(parameter.Name!);
                var member = operation.Members.Single(candidate => candidate.Name == name);
                values[index] = body[name] is { } node
                    ? await ValueAsync(member, node, cancellationToken).ConfigureAwait(false)
                    : member.Default;
            }
        }

        return (ICommand)constructor.Invoke(values);
    }

    private static object IdOf(Type type, string subject) =>
        type == typeof(string) ? subject : TypedId(type, Guid.Parse(subject));

    private static object TypedId(Type type, Guid id) => Activator.CreateInstance(type, id)!;

    private static void CheckMembers(OperationDescriptor operation, JsonObject body)
    {
        var known = operation.Members.Select(member => member.Name).ToList();
        var unknown = body.Select(pair => pair.Key).Where(name => !known.Contains(name)).ToList();
        if (unknown.Count > 0)
        {
            throw Problems.Invalid(
                "unknown-member",
                $"{operation.Name} has no {string.Join(", ", unknown.Take(5).Select(Problems.Shown))}",
                known.Count == 0 ? "it takes none" : $"it takes {string.Join(", ", known)}");
        }

        var missing = operation.Members.Where(member => member.IsRequired && body[member.Name] is null).ToList();
        if (missing.Count > 0)
        {
            throw Problems.Invalid(
                "missing-member",
                $"{operation.Name} needs {string.Join(", ", missing.Select(member => $"'{member.Name}'"))}",
                missing[0].Help);
        }
    }

    private async Task<object?> ValueAsync(OperationMember member, JsonNode node, CancellationToken cancellationToken)
    {
        if (member.Kind != MemberKind.Reference) return MemberReader.Read(member, node, desk.Seams.Catalog.Json);
        var text = MemberReader.Text(member, node);
        var key = await resolver.SubjectAsync(member.Noun!, text, cancellationToken).ConfigureAwait(false);
        return TypedId(member.Type, Guid.Parse(key));
    }
}
