package org.example.greenhouse;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class Greenhouse {
    public static void main(String[] arguments) {
        SpringApplication.run(Greenhouse.class, arguments);
    }
}
