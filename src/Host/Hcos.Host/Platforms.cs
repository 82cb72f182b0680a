using System.Runtime.Versioning;

// The host prepares Debian machines, starts processes and sets file modes there.
[assembly: SupportedOSPlatform("linux")]
