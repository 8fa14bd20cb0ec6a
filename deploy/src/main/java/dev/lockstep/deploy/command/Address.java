package dev.lockstep.deploy.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** "host:port". */
record Address(String host, int port) {

    static final class Converter implements ITypeConverter<Address> {
        @Override
        public Address convert(String value) {
            int colon = value.lastIndexOf(':');
            if (colon < 1 || !value.substring(colon + 1).matches("[0-9]{1,5}")) {
                throw new TypeConversionException("expected HOST:PORT, found \"" + value + "\"");
            }
            int port = Integer.parseInt(value.substring(colon + 1));
            if (port > 65_535) {
                throw new TypeConversionException("expected a port up to 65535, found " + port);
            }
            return new Address(value.substring(0, colon), port);
        }
    }
}
