<?php

require __DIR__ . '/../vendor/autoload.php';

$app = Slim\Factory\AppFactory::create();
$app->get('/', Cinema\ScreeningController::class . ':home');
$app->post('/tickets', Cinema\TicketController::class . ':buy');
$app->run();
