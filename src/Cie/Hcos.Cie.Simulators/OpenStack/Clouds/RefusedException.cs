namespace Hcos.Cie.Simulators.OpenStack.Clouds;

/// <summary>A service does not do what it was asked.</summary>
/// <param name="status">The status.</param>
/// <param name="type">The service's word for it.</param>
/// <param name="message">Why, in words like those of the service.</param>
internal sealed class RefusedException(int status, string type, string message) : Exception(message)
{
    public int Status => status;

    public string Type => type;

    public static RefusedException Invalid(string message) => new(400, "badRequest", message);

    public static RefusedException Forbidden(string message) => new(403, "forbidden", message);

    public static RefusedException Missing(string message) => new(404, "itemNotFound", message);

    public static RefusedException Conflict(string message) => new(409, "conflictingRequest", message);

    public static RefusedException Policy(string rule) =>
        Forbidden($"Policy doesn't allow {rule} to be performed.");
}
