namespace Hcos.Cie.Simulators.Wire;

/// <summary>What a protocol answers where something else than the connection goes wrong.</summary>
internal interface IWrongAnswers
{
    /// <summary>The service says that it failed, in its own words.</summary>
    WireAnswer Fault();

    /// <summary>Who asks is not known, whatever was sent.</summary>
    WireAnswer Unauthorized();

    /// <summary>An answer of the right kind that makes no sense.</summary>
    WireAnswer Malformed();
}
